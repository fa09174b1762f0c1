package com.samokoder.keys;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A key to keep, as a user describes it. */
record KeyAddition(
        @NotBlank @Size(max = 40) String provider,
        @NotBlank @Size(max = 100) String name,
        @Nullable SuppliedKey apiKey,
        @Nullable @Size(min = 1, max = 2048) String baseUrl,
        @Nullable @Min(0) @Max(1000) Integer priority,
        @Nullable @Size(max = 100) List<@NotBlank @Size(max = 256) String> allowedModels,
        @Nullable Boolean check) {
    private static final int DEFAULT_PRIORITY = 100;

    int priorityOrDefault() {
        return priority == null ? DEFAULT_PRIORITY : priority;
    }

    List<String> allowed() {
        return allowedModels == null ? List.of() : allowedModels;
    }

    boolean wantsCheck() {
        return check == null || check;
    }
}
