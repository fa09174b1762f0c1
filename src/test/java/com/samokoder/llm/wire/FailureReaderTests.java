package com.samokoder.llm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.llm.ProviderFailure;
import com.samokoder.llm.TestLlm;
import com.samokoder.platform.errors.ErrorCode;

import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;

class FailureReaderTests {
    private final FailureReader reader =
            new FailureReader(
                    JsonMapper.builder().build(), Clock.fixed(TestLlm.NOW, ZoneOffset.UTC));

    private ProviderFailure failure(int status, String body, String... headers) throws IOException {
        var response =
                new Response.Builder()
                        .request(new Request.Builder().url("https://api.example.com/").build())
                        .protocol(Protocol.HTTP_1_1)
                        .code(status)
                        .message("")
                        .body(ResponseBody.create(body, MediaType.get("application/json")));
        for (int i = 0; i < headers.length; i += 2) {
            response.header(headers[i], headers[i + 1]);
        }
        return reader.read(response.build());
    }

    private static String file(String name) throws IOException {
        try (InputStream in = FailureReaderTests.class.getResourceAsStream("/wire/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, openai/unauthorized.json, PROVIDER_KEY_INVALID, false, invalid_api_key",
        "429, openai/rate_limited.json, PROVIDER_RATE_LIMITED, true, rate_limit_exceeded",
        "429, openai/quota_exhausted.json, PROVIDER_QUOTA_EXHAUSTED, false, insufficient_quota",
        "500, openai/server_error.json, PROVIDER_UNAVAILABLE, true, server_error",
        "401, anthropic/unauthorized.json, PROVIDER_KEY_INVALID, false, authentication_error",
        "402, anthropic/payment_required.json, PROVIDER_QUOTA_EXHAUSTED, false, billing_error",
        "429, anthropic/rate_limited.json, PROVIDER_RATE_LIMITED, true, rate_limit_error",
        "429, anthropic/quota_exhausted.json, PROVIDER_QUOTA_EXHAUSTED, false,"
                + " enforced_spend_limit_reached",
        "529, anthropic/overloaded.json, PROVIDER_UNAVAILABLE, true, overloaded_error",
        "402, openrouter/no_credits.json, PROVIDER_QUOTA_EXHAUSTED, false, payment_required",
        "503, openrouter/overloaded.json, PROVIDER_UNAVAILABLE, true, provider_overloaded",
        "429, groq/rate_limited.json, PROVIDER_RATE_LIMITED, true, rate_limit_exceeded",
        "413, groq/too_large.json, CONTEXT_TOO_LARGE, false, rate_limit_exceeded",
        "429, gemini/rate_limited.json, PROVIDER_RATE_LIMITED, true, resource_exhausted",
        "429, gemini/no_quota.json, PROVIDER_QUOTA_EXHAUSTED, false, resource_exhausted",
        "400, gemini/bad_key.json, PROVIDER_KEY_INVALID, false, api_key_invalid",
        "503, gemini/overloaded.json, PROVIDER_UNAVAILABLE, true, unavailable",
        "402, deepseek/no_balance.json, PROVIDER_QUOTA_EXHAUSTED, false, invalid_request_error",
        "400, mistral/no_model.json, MODEL_NOT_FOUND, false, 1500",
        "400, xai/bad_key.json, PROVIDER_KEY_INVALID, false,",
        "404, ollama/no_model.json, MODEL_NOT_FOUND, false, not_found_error"
    })
    void recognisesRecordedFailures(
            int status, String file, ErrorCode code, boolean retryable, String word)
            throws IOException {
        var failure = failure(status, file(file));

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.retryable()).isEqualTo(retryable);
        assertThat(failure.status()).isEqualTo(status);
        if (word != null) {
            assertThat(failure.providerCode()).isEqualTo(word);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|{'error':{'code':'context_length_exceeded','message':'x'}}|CONTEXT_TOO_LARGE",
                "400|{'error':{'message':'prompt is too long: 210000 tokens'}}|CONTEXT_TOO_LARGE",
                "429|{'error':{'message':'Request too large for gpt','code':'rate_limit_exceeded'}}|CONTEXT_TOO_LARGE",
                "400|{'error':{'code':'content_filter','message':'x'}}|CONTENT_REFUSED",
                "400|{'error':{'message':'Your credit balance is too low to access'}}|PROVIDER_QUOTA_EXHAUSTED",
                "400|{'error':{'message':'You have reached your specified API usage limits.'}}|PROVIDER_QUOTA_EXHAUSTED",
                "403|{'error':{'code':403,'message':'Key limit exceeded (monthly limit)'}}|PROVIDER_QUOTA_EXHAUSTED",
                "403|{'error':{'type':'permission_error','message':'no'}}|PROVIDER_REJECTED",
                "404|{'error':{'message':'The model does not exist','code':'model_not_found'}}|MODEL_NOT_FOUND",
                "404|<html>Not Found</html>|PROVIDER_REJECTED",
                "400|{'error':{'message':'decommissioned','code':'model_decommissioned'}}|MODEL_NOT_FOUND",
                "422|{'detail':[{'type':'extra_forbidden','msg':'x'}]}|PROVIDER_REJECTED",
                "401|{'detail':'Unauthorized'}|PROVIDER_KEY_INVALID",
                "504|{'type':'error','error':{'type':'timeout_error','message':'x'}}|PROVIDER_TIMEOUT",
                "429|{'error':{'code':'slow_down','message':'x'}}|PROVIDER_RATE_LIMITED",
                "429||PROVIDER_RATE_LIMITED",
                "502|<html>Bad gateway</html>|PROVIDER_UNAVAILABLE",
                "409|{'error':{'type':'conflict_error'}}|PROVIDER_UNAVAILABLE",
                "301|moved|PROVIDER_REJECTED"
            })
    void recognisesWhatTheyMean(int status, String body, ErrorCode code) throws IOException {
        var text = body == null ? "" : body.replace('\'', '"');
        assertThat(failure(status, text).code()).isEqualTo(code);
    }

    @Test
    void keepsNothingThatCouldBeAKey() throws IOException {
        var key = "sk-" + "ant-" + "abc1".repeat(8);
        var body = "{\"error\":{\"code\":\"%s\",\"type\":\"%s\",\"message\":\"bad %s\"}}";

        var failure = failure(400, body.formatted(key, key, key));

        assertThat(failure.providerCode()).isNull();
        assertThat(failure).hasNoCause();
        assertThat(failure.getMessage()).doesNotContain("abc1");
    }

    @Test
    void doesWhatTheServerSaysAboutTryingAgain() throws IOException {
        assertThat(failure(500, "{}", "x-should-retry", "false").retryable()).isFalse();
        assertThat(failure(500, "{}", "x-should-retry", "true").retryable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retry-after-ms|1500|1.5",
                "x-ms-retry-after-ms|250|0.25",
                "retry-after|3|3",
                "retry-after|2.5|2.5",
                "retry-after|0|0",
                "retry-after|Sun, 22 Nov 2026 12:00:30 GMT|30",
                "retry-after|Sun, 22 Nov 2026 11:00:00 GMT|0",
                "retry-after|soon|",
                "retry-after|-5|0",
            })
    void readsHowLongToWaitFromHeaders(String header, String value, Double seconds)
            throws IOException {
        assertWait(failure(429, "{}", header, value), seconds);
    }

    @Test
    void prefersTheMostExactAdvice() throws IOException {
        var failure =
                failure(
                        429,
                        file("groq/rate_limited.json"),
                        "retry-after",
                        "7",
                        "retry-after-ms",
                        "6900");
        assertWait(failure, 6.9);
    }

    @ParameterizedTest
    @CsvSource({
        "2m59.56s, 179.56",
        "7.66s, 7.66",
        "12ms, 0.012",
        "1s, 1",
        "6m0s, 360",
        "2h32m54s, 9174",
        "45, 45",
        "1795348860, 60",
        "1795348830000, 30"
    })
    void readsTheResetOfTheLimitThatIsUsedUp(String reset, double seconds) throws IOException {
        var failure =
                failure(
                        429,
                        "{}",
                        "x-ratelimit-remaining-requests",
                        "12",
                        "x-ratelimit-reset-requests",
                        "9h",
                        "x-ratelimit-remaining-tokens",
                        "0",
                        "x-ratelimit-reset-tokens",
                        reset);
        assertWait(failure, seconds);
    }

    @Test
    void readsAnthropicsResets() throws IOException {
        var failure =
                failure(
                        429,
                        "{}",
                        "anthropic-ratelimit-requests-remaining",
                        "5",
                        "anthropic-ratelimit-requests-reset",
                        "2026-11-22T13:00:00Z",
                        "anthropic-ratelimit-input-tokens-remaining",
                        "0",
                        "anthropic-ratelimit-input-tokens-reset",
                        "2026-11-22T12:00:42Z");
        assertWait(failure, 42.0);
    }

    @Test
    void readsHowLongToWaitFromTexts() throws IOException {
        assertWait(failure(429, file("groq/rate_limited.json")), 5.289);
        assertWait(failure(429, file("openai/rate_limited.json")), 20.0);
        assertWait(failure(429, file("gemini/rate_limited.json")), 46.0);
        var long1 = "{\"error\":{\"message\":\"Please retry in 10h17m5.72s.\"}}";
        assertWait(failure(429, long1), 37_025.72);
        assertWait(failure(429, "{\"error\":{\"message\":\"try again in 20 seconds\"}}"), 20.0);
        assertWait(failure(429, "{\"error\":{\"message\":\"try again in a while\"}}"), null);
    }

    @Test
    void givesNoAdviceWhereWaitingIsUseless() throws IOException {
        assertWait(failure(429, file("gemini/no_quota.json"), "retry-after", "5"), null);
    }

    private static void assertWait(ProviderFailure failure, Double seconds) {
        var expected =
                seconds == null ? null : Duration.ofNanos(Math.round(seconds * 1_000_000_000.0));
        if (expected == null) {
            assertThat(failure.retryAfter()).isNull();
        } else {
            assertThat(failure.retryAfter()).isCloseTo(expected, Duration.ofMillis(1));
        }
    }
}
