package com.samokoder.platform.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

@ServiceTest
class OpenApiTests {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /** The container's own: errors, and the probes of Kubernetes that actuator defines. */
    private static final Set<String> UNPUBLISHED =
            Set.of("/error", "/livez", "/readyz", "/actuator/health", "/actuator/health/**");

    private final OpenApiContract contract = OpenApiContract.instance();

    @Autowired Api api;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingInfoHandlerMapping endpoints;

    @Autowired
    @Qualifier("webEndpointServletHandlerMapping")
    RequestMappingInfoHandlerMapping actuator;

    @Test
    void describesEveryEndpointAndNothingElse() {
        assertThat(described()).isEqualTo(served());
    }

    private Set<String> served() {
        var served = new TreeSet<String>();
        Stream.of(endpoints, actuator)
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .forEach(mapping -> served.addAll(operations(mapping)));
        return served;
    }

    private static List<String> operations(RequestMappingInfo mapping) {
        var operations = new ArrayList<String>();
        for (String path : mapping.getPatternValues()) {
            if (!UNPUBLISHED.contains(path)) {
                for (RequestMethod method : mapping.getMethodsCondition().getMethods()) {
                    operations.add(method + " " + path.replaceAll("\\{\\*?[^}]+}", "{}"));
                }
            }
        }
        return operations;
    }

    private Set<String> described() {
        var described = new TreeSet<String>();
        for (var path : contract.tree().path("paths").properties()) {
            for (String name : path.getValue().propertyNames()) {
                if (METHODS.contains(name)) {
                    described.add(
                            name.toUpperCase(Locale.ROOT)
                                    + " "
                                    + path.getKey().replaceAll("\\{[^}]+}", "{}"));
                }
            }
        }
        return described;
    }

    @Test
    void isServedAsItIsChecked() {
        assertThat(api.get("/openapi.json").expect(200).text())
                .isEqualTo(new JsonMapper().writeValueAsString(contract.tree()))
                .contains("\"openapi\":\"3.1.0\"");
        assertThat(api.get("/openapi.yaml").expect(200).text()).contains("openapi:", "3.1.0");
    }

    @Test
    void everyOperationIsToldInFull() {
        for (var path : contract.tree().path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    var place = operation.getKey() + " " + path.getKey();
                    for (String needed : List.of("operationId", "summary", "description", "tags")) {
                        assertThat(operation.getValue().has(needed)).as(place + needed).isTrue();
                    }
                    boolean access =
                            operation.getValue().has("x-scope")
                                    || operation.getValue().has("security");
                    assertThat(access).as(place + " says who may call it").isTrue();
                    assertThat(operation.getValue().at("/responses/500").isMissingNode()).isFalse();
                }
            }
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        for (JsonNode reference : contract.tree().findValues("$ref")) {
            var target = contract.tree().at(reference.stringValue().substring(1));
            assertThat(target.isMissingNode()).as(reference.stringValue()).isFalse();
        }
    }

    @Test
    void theContractNoticesWhatDoesNotFit() {
        assertThat(check("/health", 200, "application/json", "{\"status\":\"healthy\"}"))
                .isNotEmpty();
        assertThat(
                        check(
                                "/health",
                                200,
                                "application/json",
                                "{\"status\":\"healthy\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"version\":\"1\"}"))
                .isEmpty();
        assertThat(check("/health", 418, "application/json", "{}")).isNotEmpty();
        assertThat(check("/health", 200, "text/plain", "x")).isNotEmpty();
        assertThat(check("/nothing", 200, "text/plain", "x")).isNotEmpty();
        assertThat(check("/nothing", 404, "application/problem+json", "{}")).isEmpty();
    }

    private List<String> check(String path, int status, String type, String body) {
        return contract.check("GET", path, status, type, body.getBytes(StandardCharsets.UTF_8));
    }
}
