package com.samokoder.auth.supabase;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.http.OriginHttp;
import com.samokoder.platform.json.StrictJson;

import okhttp3.Headers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

class AuthErrorsTests {
    @Test
    void readsTheCodeInEveryShape() {
        assertThat(code("{\"code\":400,\"error_code\":\"weak_password\",\"msg\":\"x\"}"))
                .isEqualTo("weak_password");
        assertThat(code("{\"code\":\"weak_password\",\"message\":\"x\"}"))
                .isEqualTo("weak_password");
        assertThat(code("{\"error\":\"invalid_request\",\"error_description\":\"x\"}"))
                .isEqualTo("invalid_request");
        assertThat(code("<html>502 Bad Gateway</html>")).isEmpty();
        assertThat(code("")).isEmpty();
        assertThat(code("[1]")).isEmpty();
        assertThat(code("{\"code\":\"a text with blanks\"}")).isEmpty();
        assertThat(read(400, "", "x-sb-error-code", "user_banned").code()).isEqualTo("user_banned");
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_credentials, INVALID_CREDENTIALS",
        "403, user_banned, INVALID_CREDENTIALS",
        "422, weak_password, INVALID_REQUEST",
        "400, email_address_invalid, INVALID_REQUEST",
        "422, signup_disabled, FORBIDDEN",
        "400, captcha_failed, NOT_CONFIGURED",
        "400, email_address_not_authorized, NOT_CONFIGURED",
        "401, insufficient_aal, FORBIDDEN",
        "429, over_request_rate_limit, RATE_LIMITED",
        "429, '', RATE_LIMITED",
        "409, conflict, UNAVAILABLE",
        "500, unexpected_failure, UNAVAILABLE",
        "502, '', UNAVAILABLE",
        "401, '', UNAVAILABLE",
        "400, something_new, UNAVAILABLE"
    })
    void decidesByTheCode(int status, String code, ErrorCode meaning) {
        var refusal = read(status, "{\"code\":\"" + code + "\"}");
        assertThat(AuthErrors.translate(refusal).code()).isEqualTo(meaning);
    }

    @Test
    void passesOnHowLongToWait() {
        var told = AuthErrors.translate(read(429, "{}", "Retry-After", "17"));
        assertThat(told.retryAfter()).isEqualTo(Duration.ofSeconds(17));
        var untold = AuthErrors.translate(read(429, "{}", "Retry-After", "tomorrow"));
        assertThat(untold.retryAfter()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void keepsNothingOfTheText() {
        var refusal = read(500, "{\"code\":\"x\",\"message\":\"no mail for anna@example.com\"}");
        assertThat(AuthErrors.translate(refusal))
                .hasStackTraceContaining("Supabase Auth answered 500 x")
                .satisfies(failure ->
                        assertThat(failure.getCause().toString()).doesNotContain("anna"));
    }

    private static String code(String body) {
        return read(400, body).code();
    }

    private static AuthRefusal read(int status, String body, String... headers) {
        var answer =
                new OriginHttp.Answer(
                        status, Headers.of(headers), body.getBytes(StandardCharsets.UTF_8));
        return AuthErrors.read(answer, StrictJson.mapper());
    }
}
