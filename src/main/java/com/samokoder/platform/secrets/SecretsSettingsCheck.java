package com.samokoder.platform.secrets;

import com.samokoder.platform.environment.Installation;
import com.samokoder.platform.environment.SettingsCheck;

import org.springframework.core.env.Environment;

import java.util.ArrayList;
import java.util.List;

/** The master keys: long enough, random enough, and nobody else's. */
final class SecretsSettingsCheck implements SettingsCheck {
    private static final String PREFIX = "samokoder.secrets.";

    @Override
    public List<String> problems(Environment environment, Installation installation) {
        var problems = new ArrayList<String>();
        var current = pair(environment, "encryption-key", "encryption-salt");
        boolean unset = current.key().isEmpty() && current.salt().isEmpty();
        if (installation.production() || !unset) {
            problems.addAll(current.weaknesses("API_ENCRYPTION_KEY", "API_ENCRYPTION_SALT"));
        }
        var previous = pair(environment, "previous-encryption-key", "previous-encryption-salt");
        if (previous.key().isEmpty() != previous.salt().isEmpty()) {
            problems.add(
                    "API_ENCRYPTION_KEY_PREVIOUS and API_ENCRYPTION_SALT_PREVIOUS belong together:"
                            + " set both or neither");
        }
        return problems;
    }

    private static KeyPair pair(Environment environment, String key, String salt) {
        return new KeyPair(
                environment.getProperty(PREFIX + key, ""),
                environment.getProperty(PREFIX + salt, ""));
    }
}
