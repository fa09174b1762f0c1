package com.samokoder.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.platform.web.openapi.OpenApiContract;

import java.util.List;

/** Where every answer that a test receives is compared with the published contract. */
final class ApiContract {
    /**
     * Not part of the API: the tests' own controller, Kubernetes' probes, the pieces of the page.
     */
    private static final List<String> UNPUBLISHED =
            List.of("/probe", "/livez", "/readyz", "/docs/");

    private ApiContract() {}

    static void check(String method, String path, Answer answer) {
        if (UNPUBLISHED.stream().anyMatch(path::startsWith)) {
            return;
        }
        var findings =
                OpenApiContract.instance()
                        .check(
                                method,
                                path,
                                answer.status(),
                                answer.header("Content-Type"),
                                answer.body());
        assertThat(findings)
                .as("%s %s answered %d: %s", method, path, answer.status(), answer.text())
                .isEmpty();
    }
}
