package com.samokoder.testing.supabase;

import com.samokoder.platform.database.PostgrestFixture;
import com.samokoder.testing.TestInstallation;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Configures a service that knows the address and the keys of a Supabase project and nothing else:
 * Supabase Auth keeps its users, and PostgREST is its way to the data. The stand-ins are beans of
 * the service under test.
 */
public final class SupabaseInstallation
        implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    /** Where tests look behind the service; the service itself does not know it. */
    public static final String DATABASE = "stand-in.database";

    private static final PostgrestVersion VERSION = PostgrestVersion.FOURTEEN;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        var database = SupabaseDatabase.withSchema();
        var project = SupabaseStandIn.start();
        var auth = new AuthStandIn(project, AuthUsers.in(database));
        var rest = PostgrestFixture.standIn(VERSION, database, project.keys());
        project.mount("/auth/v1", auth).mount("/rest/v1", rest);
        context.getBeanFactory().registerSingleton("supabaseStandIn", project);
        context.getBeanFactory().registerSingleton("authStandIn", auth);
        context.getEnvironment()
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "supabase-installation", properties(project, database)));
    }

    /** The properties of an installation on a project whose data lies in this empty database. */
    public static Map<String, Object> on(String empty) {
        var database = SupabaseDatabase.withSchema(empty);
        var project = SupabaseStandIn.start();
        project.mount("/auth/v1", new AuthStandIn(project, AuthUsers.in(database)));
        project.mount("/rest/v1", PostgrestFixture.standIn(VERSION, database, project.keys()));
        return properties(project, database);
    }

    private static Map<String, Object> properties(SupabaseStandIn project, String database) {
        var properties = new LinkedHashMap<String, Object>(TestInstallation.properties(database));
        properties.remove("samokoder.database.url");
        properties.put(DATABASE, database);
        properties.put("samokoder.supabase.url", project.url());
        properties.put("samokoder.supabase.anon-key", project.keys().publishableKey());
        properties.put("samokoder.supabase.service-role-key", project.keys().secretKey());
        return properties;
    }
}
