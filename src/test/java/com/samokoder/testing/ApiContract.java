package com.samokoder.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.platform.web.openapi.OpenApiContract;

/** Where every answer that a test receives is compared with the published contract. */
final class ApiContract {
    private ApiContract() {}

    static void check(String method, String path, Answer answer) {
        if (path.startsWith("/probe")) {
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
