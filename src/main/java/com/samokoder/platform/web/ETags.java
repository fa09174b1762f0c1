package com.samokoder.platform.web;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** Strong entity tags (RFC 9110) made of a row's version number or a file's digest. */
public final class ETags {
    private ETags() {}

    public static String of(long version) {
        return of(Long.toString(version));
    }

    public static String of(String opaque) {
        return '"' + opaque + '"';
    }

    /**
     * Whether the change may go on: no condition, or one that names the current state.
     *
     * @throws ApiException {@code version_conflict} when the caller saw another state
     */
    public static void requireMatch(@Nullable String ifMatch, String currentTag) {
        if (ifMatch != null && !matches(ifMatch, currentTag)) {
            throw ApiException.of(ErrorCode.VERSION_CONFLICT);
        }
    }

    /** Whether an {@code If-Match} or {@code If-None-Match} list names the tag. */
    public static boolean matches(String condition, String currentTag) {
        return Arrays.stream(condition.split(","))
                .map(String::strip)
                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                .anyMatch(tag -> tag.equals("*") || tag.equals(currentTag));
    }
}
