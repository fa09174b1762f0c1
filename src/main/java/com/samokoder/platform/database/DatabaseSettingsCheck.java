package com.samokoder.platform.database;

import com.samokoder.platform.environment.Installation;
import com.samokoder.platform.environment.SettingsCheck;

import org.springframework.core.env.Environment;

import java.util.List;
import java.util.Set;

/** Where data is kept, and how safely it gets there. */
final class DatabaseSettingsCheck implements SettingsCheck {
    private static final Set<String> ENCRYPTED =
            Set.of("sslmode=require", "sslmode=verify-ca", "sslmode=verify-full");

    /** Names that no public resolver knows: containers, private networks of hosting platforms. */
    private static final Set<String> PRIVATE_ZONES = Set.of(".internal", ".local", ".localdomain");

    @Override
    public List<String> problems(Environment environment, Installation installation) {
        var text = environment.getProperty("samokoder.database.url", "").strip();
        var supabase = environment.getProperty("samokoder.supabase.url", "").strip();
        if (text.isEmpty()) {
            return installation.production() && supabase.isEmpty()
                    ? List.of(
                            "DATABASE_URL is not set, nor is SUPABASE_URL: production needs a"
                                    + " database of its own, the embedded one is for laptops")
                    : List.of();
        }
        try {
            var url = DatabaseUrl.parse(text);
            return installation.production() && crossesTheInternet(url.host()) && !encrypted(url)
                    ? List.of("DATABASE_URL goes over the internet: add ?sslmode=require to it")
                    : List.of();
        } catch (IllegalArgumentException wrong) {
            return List.of(String.valueOf(wrong.getMessage()));
        }
    }

    private static boolean encrypted(DatabaseUrl url) {
        return ENCRYPTED.stream().anyMatch(url.parameters()::contains);
    }

    private static boolean crossesTheInternet(String host) {
        boolean name = host.chars().anyMatch(Character::isLetter) && !host.contains(":");
        return name && host.contains(".") && PRIVATE_ZONES.stream().noneMatch(host::endsWith);
    }
}
