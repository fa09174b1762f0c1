package com.samokoder.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTypesTests {
    @ParameterizedTest
    @CsvSource({
        "index.html, true, text/html;charset=UTF-8",
        "style.css, true, text/css;charset=UTF-8",
        "app.js, true, text/javascript;charset=UTF-8",
        "package.json, true, application/json;charset=UTF-8",
        "logo.svg, true, image/svg+xml;charset=UTF-8",
        "README.md, true, text/markdown;charset=UTF-8",
        "src/app.ts, true, text/plain;charset=UTF-8",
        "Dockerfile, true, text/plain;charset=UTF-8",
        "logo.png, false, image/png",
        "logo.png, true, text/plain;charset=UTF-8",
        "index.html, false, application/octet-stream",
        "unknown.zzz, false, application/octet-stream"
    })
    void followsTheNameAsFarAsTheBytesAgree(String path, boolean isText, String expected) {
        var file = new StoredFile(1, path, 1, "00", isText);

        assertThat(ContentTypes.of(file)).hasToString(expected);
    }
}
