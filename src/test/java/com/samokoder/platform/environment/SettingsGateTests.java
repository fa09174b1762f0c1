package com.samokoder.platform.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.samokoder.SamokoderApplication;
import com.samokoder.testing.TestInstallation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

@ExtendWith(OutputCaptureExtension.class)
class SettingsGateTests {

    /** What a careful operator sets. */
    private static Map<String, Object> production() {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("samokoder.environment", "production");
        settings.put("samokoder.database.url", "postgres://u:p@db:5432/samokoder");
        settings.put("samokoder.secrets.encryption-key", TestInstallation.masterKey());
        settings.put("samokoder.secrets.encryption-salt", "q7Zr1Vd9Lm3Xw5Kt");
        return settings;
    }

    private static List<String> problems(Map<String, Object> settings) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        var checks = SpringFactoriesLoader.forDefaultResourceLocation().load(SettingsCheck.class);
        assertThat(checks).hasSize(8);
        return SettingsGate.problems(environment, checks);
    }

    @Test
    void aLaptopNeedsNothingAndACarefulOperatorIsLetThrough() {
        assertThat(problems(Map.of())).isEmpty();
        assertThat(problems(production())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "debug, true, DEBUG",
        "logging.level.root, loud, LOG_LEVEL",
        "samokoder.storage.per-user, plenty, SAMOKODER_STORAGE_PER_USER",
        "samokoder.storage.per-user, -1MB, SAMOKODER_STORAGE_PER_USER",
        "server.port, eighty, PORT",
        "samokoder.rate-limit.per-minute, 0, RATE_LIMIT_PER_MINUTE",
        "samokoder.rate-limit.per-hour, -5, RATE_LIMIT_PER_HOUR",
        "samokoder.secrets.encryption-key, '', API_ENCRYPTION_KEY",
        "samokoder.secrets.encryption-key, short, API_ENCRYPTION_KEY",
        "samokoder.secrets.encryption-key, your-32-character-encryption-key, API_ENCRYPTION_KEY",
        "samokoder.secrets.encryption-key, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, API_ENCRYPTION_KEY",
        "samokoder.secrets.encryption-salt, q7Zr1Vd9, API_ENCRYPTION_SALT",
        "samokoder.secrets.previous-encryption-key, x, API_ENCRYPTION_SALT_PREVIOUS",
        "samokoder.database.url, '', DATABASE_URL",
        "samokoder.database.url, mysql://u:p@h/d, DATABASE_URL",
        "samokoder.database.url, postgres://u:p@db.example.com/d, sslmode=require",
        "samokoder.database.url, postgres://u:p@db.example.com/d?sslmode=prefer, sslmode=require",
        "samokoder.web.cors-origins, *, CORS_ORIGINS",
        "samokoder.web.cors-origins, https://a.example/path, CORS_ORIGINS",
        "samokoder.tracing.endpoint, collector:4318, OTEL_EXPORTER_OTLP_ENDPOINT",
        "samokoder.tracing.ratio, 10, OTEL_TRACES_SAMPLER_ARG",
        "samokoder.tracing.ratio, some, OTEL_TRACES_SAMPLER_ARG",
        "samokoder.demo.enabled, true, demo",
        "samokoder.supabase.anon-key, sb_publishable_x, SUPABASE_URL",
        "samokoder.supabase.url, https://p.supabase.co/rest/v1, SUPABASE_URL"
    })
    void eachWrongSettingIsNamed(String property, String value, String named) {
        var settings = production();
        settings.put(property, value);
        assertThat(problems(settings)).singleElement().asString().contains(named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://u:p@db.example.com/d?sslmode=require",
                "postgres://u:p@postgres.railway.internal:5432/d",
                "postgres://u:p@10.0.0.7/d",
                "postgres://u:p@localhost/d"
            })
    void databasesNearbyNeedNoTls(String url) {
        var settings = production();
        settings.put("samokoder.database.url", url);
        assertThat(problems(settings)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "staging", "Productoin", "live"})
    void anUnknownEnvironmentIsProduction(String environment) {
        assertThat(problems(Map.of("samokoder.environment", environment)))
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void everythingIsSaidAtOnceWithoutAStackTrace(CapturedOutput output) {
        var secret = "short-but-secret";
        var application = new SpringApplication(SamokoderApplication.class);
        application.setRegisterShutdownHook(false);
        var failure =
                catchThrowable(() ->
                        application.run(
                                "--samokoder.environment=production",
                                "--samokoder.secrets.encryption-key=" + secret,
                                "--samokoder.web.cors-origins=*",
                                "--debug=true"));
        assertThat(failure).hasMessageContaining("CORS_ORIGINS");
        assertThat(output.getAll())
                .contains(
                        "APPLICATION FAILED TO START",
                        "API_ENCRYPTION_KEY must have exactly 32",
                        "API_ENCRYPTION_SALT is not set",
                        "CORS_ORIGINS",
                        "DATABASE_URL is not set",
                        "DEBUG is on")
                .doesNotContain(secret, "\tat com.samokoder");
    }
}
