package com.samokoder.auth.security;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import com.samokoder.auth.Scope;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The one table of who may call what. What is not in it does not exist, for anybody: a new endpoint
 * answers 404 until it has a line here, and a test compares the lines with the API's description.
 */
@Component
final class ScopeRules {
    private static final Access OPEN = new Access.Open();
    private static final Access ANY_SESSION = new Access.AnySession();
    private static final Access SESSION = new Access.SessionOnly();
    private static final Access ADMINISTRATOR = new Access.Administrator();
    private static final Access PROJECTS_READ = new Access.Scoped(Scope.PROJECTS_READ);
    private static final Access PROJECTS_WRITE = new Access.Scoped(Scope.PROJECTS_WRITE);
    private static final Access GIT_READ = new Access.Scoped(Scope.PROJECTS_READ, Scope.GIT);
    private static final Access GIT_WRITE = new Access.Scoped(Scope.PROJECTS_WRITE, Scope.GIT);
    private static final Access RUNS_WRITE = new Access.Scoped(Scope.RUNS_WRITE);
    private static final Access KEYS_READ = new Access.Scoped(Scope.KEYS_READ);
    private static final Access KEYS_WRITE = new Access.Scoped(Scope.KEYS_WRITE);
    private static final Access GATEWAY = new Access.Scoped(Scope.GATEWAY);
    private static final Access USAGE_READ = new Access.Scoped(Scope.USAGE_READ);

    private final PathPatternParser parser = new PathPatternParser();
    private final List<Rule> rules = new ArrayList<>();

    ScopeRules() {
        service();
        identity();
        secondFactors();
        keys();
        projects();
        files();
        git();
        runs();
        usage();
        gateway();
    }

    private void service() {
        add(OPEN, GET, "/health", "/health/detailed", "/livez", "/readyz", "/metrics");
        add(OPEN, GET, "/docs", "/docs/**", "/openapi.json", "/openapi.yaml");
        add(OPEN, GET, "/.well-known/jwks.json");
    }

    private void identity() {
        add(OPEN, POST, "/api/auth/register", "/api/auth/login", "/api/auth/refresh");
        add(OPEN, POST, "/api/auth/recover", "/api/auth/verify");
        add(ANY_SESSION, POST, "/api/auth/logout");
        add(ANY_SESSION, GET, "/api/auth/user");
        add(SESSION, PATCH, "/api/auth/user");
        add(SESSION, DELETE, "/api/auth/user");
        add(SESSION, GET, "/api/auth/audit", "/api/auth/tokens");
        add(SESSION, POST, "/api/auth/tokens");
        add(SESSION, DELETE, "/api/auth/tokens/{id}");
    }

    private void keys() {
        add(KEYS_READ, GET, "/api/providers", "/api/models", "/api/keys", "/api/keys/{id}");
        add(KEYS_WRITE, POST, "/api/keys", "/api/keys/{id}/check");
        add(KEYS_WRITE, PATCH, "/api/keys/{id}");
        add(KEYS_WRITE, DELETE, "/api/keys/{id}");
    }

    private void projects() {
        add(PROJECTS_READ, GET, "/api/projects", "/api/projects/{id}");
        add(PROJECTS_READ, GET, "/api/projects/{id}/messages", "/api/projects/{id}/runs");
        add(PROJECTS_WRITE, POST, "/api/projects", "/api/projects/import");
        add(PROJECTS_WRITE, PATCH, "/api/projects/{id}");
        add(PROJECTS_WRITE, DELETE, "/api/projects/{id}");
    }

    private void files() {
        add(PROJECTS_READ, GET, "/api/projects/{id}/files", "/api/projects/{id}/files/**");
        add(PROJECTS_WRITE, PUT, "/api/projects/{id}/files/**");
        add(PROJECTS_WRITE, DELETE, "/api/projects/{id}/files/**");
        add(PROJECTS_READ, GET, "/api/projects/{id}/versions", "/api/projects/{id}/versions/{n}");
        add(PROJECTS_READ, GET, "/api/projects/{id}/versions/{n}/diff");
        add(PROJECTS_WRITE, POST, "/api/projects/{id}/versions/{n}/restore");
        add(PROJECTS_READ, GET, "/api/projects/{id}/export", "/api/projects/{id}/locks");
        add(PROJECTS_WRITE, PUT, "/api/projects/{id}/locks");
    }

    private void git() {
        add(GIT_READ, GET, "/git/{project}.git/info/refs");
        add(GIT_READ, POST, "/git/{project}.git/git-upload-pack");
        add(GIT_WRITE, POST, "/git/{project}.git/git-receive-pack");
    }

    private void runs() {
        add(RUNS_WRITE, POST, "/api/projects/{id}/generate", "/api/projects/{id}/chat");
        add(PROJECTS_READ, GET, "/api/runs/{run}", "/api/runs/{run}/events");
        add(PROJECTS_READ, GET, "/api/runs/{run}/checkpoints");
        add(RUNS_WRITE, POST, "/api/runs/{run}/cancel", "/api/runs/{run}/resume");
        add(RUNS_WRITE, POST, "/api/runs/{run}/checkpoints/{id}/resolve");
    }

    private void usage() {
        add(USAGE_READ, GET, "/api/usage", "/api/budgets");
        add(SESSION, PUT, "/api/budgets");
        add(ADMINISTRATOR, GET, "/api/admin/metrics");
        add(ADMINISTRATOR, POST, "/api/admin/keys/rotate");
    }

    private void gateway() {
        add(GATEWAY, POST, "/v1/chat/completions", "/v1/responses", "/v1/embeddings");
        add(GATEWAY, POST, "/v1/messages", "/v1/messages/count_tokens");
        add(GATEWAY, GET, "/v1/models", "/v1/key");
        add(KEYS_READ, GET, "/api/gateway/aliases");
        add(KEYS_WRITE, PUT, "/api/gateway/aliases/{name}");
        add(KEYS_WRITE, DELETE, "/api/gateway/aliases/{name}");
    }

    private void secondFactors() {
        add(ANY_SESSION, GET, "/api/auth/mfa/factors");
        add(ANY_SESSION, POST, "/api/auth/mfa/factors");
        add(ANY_SESSION, DELETE, "/api/auth/mfa/factors/{id}");
        add(ANY_SESSION, POST, "/api/auth/mfa/factors/{id}/challenge");
        add(ANY_SESSION, POST, "/api/auth/mfa/factors/{id}/verify");
    }

    private void add(Access access, HttpMethod method, String... patterns) {
        for (var pattern : patterns) {
            rules.add(new Rule(method, parser.parse(pattern), access));
        }
    }

    /** The rule for a request; {@code HEAD} is a {@code GET} without its body. */
    Optional<Access> find(HttpMethod method, PathContainer path) {
        var asked = method.equals(HttpMethod.HEAD) ? GET : method;
        return rules.stream()
                .filter(rule -> rule.method().equals(asked) && rule.pattern().matches(path))
                .map(Rule::access)
                .findFirst();
    }

    /** What a path may be asked for; empty where there is no such path. */
    Set<String> methods(PathContainer path) {
        var methods = new TreeSet<String>();
        rules.stream()
                .filter(rule -> rule.pattern().matches(path))
                .forEach(rule -> methods.add(rule.method().name()));
        return methods;
    }

    private record Rule(HttpMethod method, PathPattern pattern, Access access) {}
}
