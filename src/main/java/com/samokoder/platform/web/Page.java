package com.samokoder.platform.web;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** One page of a list, newest first. */
public record Page<T>(List<T> data, Pagination pagination) {

    /**
     * @param nextCursor opaque; null on the last page
     */
    public record Pagination(boolean hasMore, @Nullable String nextCursor) {}
}
