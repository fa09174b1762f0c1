package com.samokoder.platform.environment;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * The installation as its operator described it.
 *
 * @param environment {@code development} or {@code test}; anything else counts as production
 * @param dataFolder what a laptop's installation keeps on disk: the embedded database and its keys
 */
@ConfigurationProperties("samokoder")
public record Installation(
        @DefaultValue("development") String environment, @DefaultValue("./data") Path dataFolder) {
    private static final Set<String> RELAXED = Set.of("development", "dev", "test", "local");

    public boolean production() {
        return !RELAXED.contains(environment.trim().toLowerCase(Locale.ROOT));
    }
}
