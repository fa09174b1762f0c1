package com.samokoder.auth.supabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.platform.http.OriginHttp;
import com.samokoder.platform.json.StrictJson;
import com.samokoder.platform.supabase.SupabaseProject;
import com.samokoder.platform.supabase.SupabaseProperties;
import com.samokoder.testing.supabase.SupabaseStandIn;
import com.samokoder.testing.supabase.WireResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

class JwksSourceTests {
    private static final String P256 =
            "\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                    + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"";
    private static final String GOOD = "{\"kty\":\"EC\",\"kid\":\"good\"," + P256 + "}";

    private final AtomicReference<WireResponse> answer = new AtomicReference<>();
    private final SupabaseStandIn project =
            SupabaseStandIn.start().mount("/auth/v1", _ -> answer.get());
    private final SupabaseProject settings = settings();
    private final OriginHttp http = new OriginHttp(settings.origin());
    private final JwksSource source =
            new JwksSource(
                    new AuthCalls(settings, http, StrictJson.mapper(), properties()),
                    StrictJson.mapper());

    @AfterEach
    void close() {
        http.close();
        project.close();
    }

    @Test
    void aProjectThatSignsWithItsSecretPublishesNothing() throws IOException {
        publish("{\"keys\":[]}");
        assertThat(source.fetch()).isEmpty();
    }

    @Test
    void aKeyThatIsNotUnderstoodDoesNoHarmToTheOthers() throws IOException {
        publish(
                "{\"keys\":["
                        + String.join(
                                ",",
                                "{\"kty\":\"OKP\",\"kid\":\"later\",\"crv\":\"Ed25519\",\"x\":\"AA\"}",
                                "{\"kty\":\"EC\",\"kid\":\"broken\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}",
                                "{\"kty\":\"oct\",\"kid\":\"shared\",\"k\":\"c2VjcmV0\"}",
                                "{\"kty\":\"EC\",\"kid\":\"other use\",\"use\":\"enc\","
                                        + P256
                                        + "}",
                                "{\"kty\":\"EC\"," + P256 + "}",
                                "{\"kty\":\"EC\",\"kid\":7," + P256 + "}",
                                "7",
                                GOOD)
                        + "]}");
        assertThat(source.fetch()).containsOnlyKeys("good");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "{\"keys\":7}", "[]", "{\"keys\":[", "null"})
    void whatIsNoSetIsAFailure(String body) {
        publish(body);
        assertThatThrownBy(source::fetch).isInstanceOf(IOException.class);
    }

    @Test
    void aSetIsNotOfAnySize() {
        publish("{\"keys\":[" + GOOD + "],\"padding\":\"" + "x".repeat(70_000) + "\"}");
        assertThatThrownBy(source::fetch).isInstanceOf(IOException.class);
    }

    @Test
    void aRefusalIsAFailure() {
        answer.set(WireResponse.json(503, "{\"keys\":[" + GOOD + "]}"));
        assertThatThrownBy(source::fetch).hasMessage("status 503");
    }

    private void publish(String body) {
        answer.set(WireResponse.json(200, body));
    }

    private SupabaseProject settings() {
        return SupabaseProject.of(properties(), true);
    }

    private SupabaseProperties properties() {
        var keys = project.keys();
        return new SupabaseProperties(
                project.url(), keys.anonKey(), keys.serviceRoleKey(), "", Duration.ofSeconds(2));
    }
}
