package com.samokoder.files;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/**
 * What a change does to a text.
 *
 * @param unified its part of a unified diff; empty where no line differs
 * @param lines how many were added or taken away
 */
public record TextChange(String unified, int lines) {

    /**
     * @param before null where the file was not there
     * @param after null where the file is gone
     */
    public static TextChange of(ProjectPath path, @Nullable String before, @Nullable String after) {
        var hunks = TextDiff.between(bytes(before), bytes(after));
        var unified = UnifiedDiff.text(path.value(), before != null, after != null, hunks);
        int lines = hunks.stream().mapToInt(hunk -> hunk.added() + hunk.removed()).sum();
        return new TextChange(unified, lines);
    }

    private static byte[] bytes(@Nullable String text) {
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }
}
