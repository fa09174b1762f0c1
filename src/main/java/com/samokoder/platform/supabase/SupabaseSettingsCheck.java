package com.samokoder.platform.supabase;

import com.samokoder.platform.environment.Installation;
import com.samokoder.platform.environment.SettingsCheck;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import java.util.List;

/** The three variables of a Supabase project, together or not at all. */
final class SupabaseSettingsCheck implements SettingsCheck {
    @Override
    public List<String> problems(Environment environment, Installation installation) {
        var properties =
                Binder.get(environment)
                        .bindOrCreate("samokoder.supabase", SupabaseProperties.class);
        if (properties.url().isBlank()) {
            boolean half =
                    !properties.anonKey().isBlank() || !properties.serviceRoleKey().isBlank();
            return half
                    ? List.of(
                            "SUPABASE_URL is not set although keys of Supabase are: set all three"
                                    + " variables or none")
                    : List.of();
        }
        try {
            SupabaseProject.of(properties, !installation.production());
            return List.of();
        } catch (IllegalStateException wrong) {
            return List.of(String.valueOf(wrong.getMessage()));
        }
    }
}
