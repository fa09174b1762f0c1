package com.samokoder.files;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * What a change of a file depends on: entity tags (RFC 9110), which are digests of contents, or
 * {@code *} for any content.
 *
 * @param match null for no such condition
 * @param noneMatch null for no such condition
 */
record Preconditions(@Nullable List<String> match, @Nullable List<String> noneMatch) {

    static Preconditions of(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        return new Preconditions(
                ifMatch == null ? null : digests(ifMatch),
                ifNoneMatch == null ? null : digests(ifNoneMatch));
    }

    private static List<String> digests(String header) {
        return Arrays.stream(header.split(","))
                .map(tag -> tag.strip().replaceFirst("^W/", ""))
                .map(tag -> tag.matches("\".*\"") ? tag.substring(1, tag.length() - 1) : tag)
                .toList();
    }
}
