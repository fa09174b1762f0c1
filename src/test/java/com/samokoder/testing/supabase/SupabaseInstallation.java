package com.samokoder.testing.supabase;

import com.samokoder.testing.TestInstallation;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Configures a service on a Supabase project: identity by a stand-in of Supabase Auth, the data in
 * the project's own database. Both stand-ins are beans of the service under test.
 */
public final class SupabaseInstallation
        implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        var database = SupabaseDatabase.create();
        var project = SupabaseStandIn.start();
        var auth = new AuthStandIn(project, AuthUsers.in(database));
        project.mount("/auth/v1", auth);
        context.getBeanFactory().registerSingleton("supabaseStandIn", project);
        context.getBeanFactory().registerSingleton("authStandIn", auth);
        context.getEnvironment()
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "supabase-installation", properties(project, database)));
    }

    private static Map<String, Object> properties(SupabaseStandIn project, String database) {
        var properties = new LinkedHashMap<String, Object>(TestInstallation.properties(database));
        properties.put("samokoder.supabase.url", project.url());
        properties.put("samokoder.supabase.anon-key", project.keys().publishableKey());
        properties.put("samokoder.supabase.service-role-key", project.keys().secretKey());
        return properties;
    }
}
