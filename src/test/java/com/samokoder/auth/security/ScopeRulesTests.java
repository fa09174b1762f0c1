package com.samokoder.auth.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

@ServiceTest
class ScopeRulesTests {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    @Autowired ScopeRules rules;

    @Autowired RequestMappingHandlerMapping requestMappingHandlerMapping;

    @Test
    void everyEndpointHasARule() {
        requestMappingHandlerMapping
                .getHandlerMethods()
                .forEach((mapping, handler) -> {
                    if (!handler.getBeanType().getPackageName().startsWith("com.samokoder")) {
                        return;
                    }
                    for (var pattern : mapping.getPatternValues()) {
                        for (var method : mapping.getMethodsCondition().getMethods()) {
                            assertThat(rules.find(method.asHttpMethod(), path(pattern)))
                                    .as("%s %s", method, pattern)
                                    .isPresent();
                        }
                    }
                });
    }

    @Test
    void rulesSayWhatTheDescriptionSays() throws IOException {
        var different = new TreeMap<String, String>();
        for (var operation : described().entrySet()) {
            var method = operation.getKey().substring(0, operation.getKey().indexOf(' '));
            var path = operation.getKey().substring(method.length() + 1);
            var rule = rules.find(HttpMethod.valueOf(method), path(path));
            var said = rule.map(Access::word).orElse("nothing");
            if (!said.equals(operation.getValue())) {
                different.put(operation.getKey(), said + " instead of " + operation.getValue());
            }
        }
        assertThat(different).isEmpty();
    }

    @Test
    void whatIsNotInTheTableDoesNotExist() {
        for (var path : List.of("/", "/api", "/api/auth", "/actuator/health", "/apix", "/error")) {
            assertThat(rules.methods(PathContainer.parsePath(path))).as(path).isEmpty();
        }
    }

    @Test
    void headIsAGet() {
        assertThat(rules.find(HttpMethod.HEAD, path("/api/projects")))
                .isEqualTo(rules.find(HttpMethod.GET, path("/api/projects")));
    }

    private static PathContainer path(String pattern) {
        return PathContainer.parsePath(pattern.replaceAll("\\{[^}]*}|\\*\\*", "x"));
    }

    /** Operation to the word of its {@code x-scope}, empty for a public one. */
    private static Map<String, String> described() throws IOException {
        var operations = new TreeMap<String, String>();
        var yaml = new YAMLMapper();
        var fragments =
                new PathMatchingResourcePatternResolver().getResources("classpath*:openapi/*.yaml");
        for (var fragment : fragments) {
            var paths = yaml.readTree(fragment.getContentAsByteArray()).path("paths");
            paths.propertyStream()
                    .forEach(path -> collect(path.getKey(), path.getValue(), operations));
        }
        return operations;
    }

    private static void collect(String path, JsonNode item, Map<String, String> operations) {
        item.propertyStream()
                .filter(operation -> METHODS.contains(operation.getKey()))
                .forEach(operation ->
                        operations.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path,
                                word(operation.getValue())));
    }

    private static String word(JsonNode operation) {
        return operation.has("security") && operation.path("security").isEmpty()
                ? ""
                : operation.path("x-scope").asString("no x-scope");
    }
}
