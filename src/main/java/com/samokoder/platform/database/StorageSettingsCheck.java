package com.samokoder.platform.database;

import com.samokoder.platform.environment.Installation;
import com.samokoder.platform.environment.SettingsCheck;

import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

import java.util.List;

/** How much one user may keep. */
final class StorageSettingsCheck implements SettingsCheck {
    @Override
    public List<String> problems(Environment environment, Installation installation) {
        var text = environment.getProperty("samokoder.storage.per-user", "").strip();
        return text.isEmpty() || sensible(text)
                ? List.of()
                : List.of(
                        "SAMOKODER_STORAGE_PER_USER must be a size such as 500MB or 2GB, or 0 for"
                                + " any amount");
    }

    private static boolean sensible(String text) {
        try {
            return !DataSize.parse(text).isNegative();
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }
}
