package com.samokoder.platform.supabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import okhttp3.Request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

class SupabaseProjectTests {
    private static final String URL = "https://abcdefghijklmnopqrst.supabase.co";
    private static final String PUBLISHABLE = "sb_publishable_" + "a".repeat(22);
    private static final String SECRET = "sb_secret_" + "b".repeat(22);

    @Test
    void defaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(new SupabaseProperties("", "", "", "", Duration.ofSeconds(12)));
    }

    @Test
    void mappings() {
        assertThat(
                        bind(
                                Map.of(
                                        "samokoder.supabase.url", "u",
                                        "samokoder.supabase.anon-key", "a",
                                        "samokoder.supabase.service-role-key", "s",
                                        "samokoder.supabase.jwt-secret", "j",
                                        "samokoder.supabase.auth-timeout", "1s")))
                .isEqualTo(new SupabaseProperties("u", "a", "s", "j", Duration.ofSeconds(1)));
    }

    @Test
    void keysOfBothGenerationsAreAccepted() {
        assertThat(project(URL, PUBLISHABLE, SECRET).issuer()).isEqualTo(URL + "/auth/v1");
        var legacy = project(URL + "/", legacy("anon"), legacy("service_role"));
        assertThat(legacy.origin()).hasToString(URL + "/");
        assertThat(legacy.publicKey().legacy()).isTrue();
    }

    @Test
    void onlyALegacyKeyIsABearerToken() {
        var project = project(URL, PUBLISHABLE, SECRET);
        var current = project.serviceKey().authorise(new Request.Builder().url(URL)).build();
        assertThat(current.header("apikey")).isEqualTo(SECRET);
        assertThat(current.header("Authorization")).isNull();
        var key = legacy("service_role");
        var old = SupabaseKey.parse(key).orElseThrow().authorise(new Request.Builder().url(URL));
        assertThat(old.build().header("Authorization")).isEqualTo("Bearer " + key);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    https://abcdefghijklmnopqrst.supabase.co/rest/v1, without a path
                    https://abcdefghijklmnopqrst.supabase.co/auth/v1/, without a path
                    https://abcdefghijklmnopqrst.supabase.co?x=1, without a path
                    https://user:word@abcdefghijklmnopqrst.supabase.co, without a path
                    http://abcdefghijklmnopqrst.supabase.co, https://
                    abcdefghijklmnopqrst.supabase.co, must look like
                    postgres://abcdefghijklmnopqrst.supabase.co, must look like
                    """)
    void anAddressThatIsNotTheProjectsStopsTheStart(String url, String reason) {
        assertThatThrownBy(() -> project(url, PUBLISHABLE, SECRET))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SUPABASE_URL")
                .hasMessageContaining(reason);
    }

    @Test
    void plainHttpIsForThisMachineOutsideProduction() {
        for (var host : new String[] {"127.0.0.1", "localhost", "[::1]"}) {
            var local = properties("http://" + host + ":54321");
            assertThat(SupabaseProject.of(local, true).origin().isHttps()).isFalse();
            assertThatThrownBy(() -> SupabaseProject.of(local, false))
                    .hasMessageContaining("https");
        }
        assertThatThrownBy(() -> SupabaseProject.of(properties("http://192.168.0.7:8000"), true))
                .hasMessageContaining("SUPABASE_URL must begin with https://");
    }

    private static SupabaseProperties properties(String url) {
        return new SupabaseProperties(url, PUBLISHABLE, SECRET, "", Duration.ofSeconds(1));
    }

    @Test
    void aServiceKeyInThePublicPlaceStopsTheStart() {
        for (var key : new String[] {SECRET, legacy("service_role")}) {
            assertThatThrownBy(() -> project(URL, key, SECRET))
                    .hasMessageContaining("SUPABASE_ANON_KEY holds a service key")
                    .hasMessageNotContaining(key);
        }
    }

    @Test
    void aPublicKeyInTheServicesPlaceStopsTheStart() {
        assertThatThrownBy(() -> project(URL, PUBLISHABLE, legacy("anon")))
                .hasMessageContaining("SUPABASE_SERVICE_ROLE_KEY holds a public key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "eyJ.e30.x",
                "hello",
                "sb_secret_ with a space",
                "a.b.c",
                "sb_other_xxxxx"
            })
    void whatIsNoKeyStopsTheStart(String text) {
        assertThatThrownBy(() -> project(URL, PUBLISHABLE, text))
                .hasMessageContaining("SUPABASE_SERVICE_ROLE_KEY");
    }

    @Test
    void aKeyOfAnotherProjectStopsTheStart() {
        var other = "https://zzzzzzzzzzzzzzzzzzzz.supabase.co";
        assertThatThrownBy(() -> project(other, legacy("anon"), SECRET))
                .hasMessageContaining("SUPABASE_ANON_KEY belongs to another project");
    }

    @Test
    void nothingPrintsAKey() {
        assertThat(project(URL, PUBLISHABLE, SECRET).toString()).doesNotContain("aaaa", "bbbb");
        assertThat(new SupabaseProperties(URL, PUBLISHABLE, SECRET, SECRET, Duration.ZERO))
                .asString()
                .doesNotContain("aaaa", "bbbb");
    }

    private static String legacy(String role) {
        var claims = "{\"iss\":\"supabase\",\"ref\":\"abcdefghijklmnopqrst\",\"role\":\"%s\"}";
        return "e30."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(claims.formatted(role).getBytes(StandardCharsets.UTF_8))
                + ".c2lnbmF0dXJl";
    }

    private static SupabaseProject project(String url, String anon, String service) {
        return SupabaseProject.of(
                new SupabaseProperties(url, anon, service, "", Duration.ofSeconds(1)), false);
    }

    private static SupabaseProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("samokoder.supabase", SupabaseProperties.class);
    }
}
