package com.samokoder.files.checks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * What files were found to hold. A project is checked again after each step, which changes few of
 * its files; the others need no second reading.
 */
final class Readings {
    private static final int MOST_CHARACTERS = 8 << 20;
    private static final int OVERHEAD = 1000;

    private final Cache<SourceText, Outline> outlines =
            Caffeine.newBuilder()
                    .maximumWeight(MOST_CHARACTERS)
                    .weigher((SourceText source, Outline outline) ->
                            source.text().length() + OVERHEAD)
                    .build();

    /** The file's outline, for the caller alone. */
    Outline read(SourceText source, FileReading reading) {
        var known = outlines.getIfPresent(source);
        if (known != null) {
            return known.copy();
        }
        var outline = reading.read(source);
        Leftovers.find(outline);
        Placeholders.find(outline);
        Secrets.find(outline);
        if (!outline.isIncomplete()) {
            outlines.put(source, outline.copy());
        }
        return outline;
    }
}
