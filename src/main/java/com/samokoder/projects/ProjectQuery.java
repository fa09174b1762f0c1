package com.samokoder.projects;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * Which projects to list, and in which order.
 *
 * @param sort created_at, updated_at or name
 */
record ProjectQuery(
        @Nullable String status,
        @Nullable String search,
        String sort,
        boolean descending,
        int limit) {

    /** Everything that selects the list, for its cursor. */
    String filter() {
        return String.join(
                "\u001f",
                "projects",
                Objects.requireNonNullElse(status, ""),
                sort,
                Boolean.toString(descending),
                Objects.requireNonNullElse(search, ""));
    }
}
