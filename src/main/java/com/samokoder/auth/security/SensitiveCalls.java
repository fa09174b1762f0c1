package com.samokoder.auth.security;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import java.util.ArrayList;
import java.util.List;

/**
 * What does lasting harm in a thief's hands: credentials, money, deletion, pushed code. Before such
 * a call the identity provider confirms the session, or the account behind an access token, and
 * where it cannot be asked the call is refused.
 */
@Component
final class SensitiveCalls {
    private final PathPatternParser parser = new PathPatternParser();
    private final List<Call> calls = new ArrayList<>();

    private record Call(HttpMethod method, PathPattern pattern) {}

    SensitiveCalls() {
        add(PATCH, "/api/auth/user", "/api/keys/{id}");
        add(DELETE, "/api/auth/user", "/api/auth/tokens/{id}", "/api/keys/{id}");
        add(DELETE, "/api/projects/{id}");
        add(POST, "/api/auth/tokens", "/api/keys", "/api/keys/{id}/check", "/api/admin/**");
        add(POST, "/api/projects/{id}/generate", "/api/projects/{id}/chat");
        add(POST, "/api/runs/{run}/resume", "/api/runs/{run}/checkpoints/{id}/resolve");
        add(POST, "/v1/**");
        add(POST, "/git/{project}/git-receive-pack");
        add(PUT, "/api/budgets", "/api/budgets/**");
    }

    private void add(HttpMethod method, String... patterns) {
        for (var pattern : patterns) {
            calls.add(new Call(method, parser.parse(pattern)));
        }
    }

    boolean include(HttpMethod method, PathContainer path) {
        return calls.stream()
                .anyMatch(call -> call.method().equals(method) && call.pattern().matches(path));
    }
}
