package com.samokoder.runs;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/projects/{id}/chat}.
 *
 * @param mode change, unless it says otherwise
 */
record MessageRequest(
        @NotBlank @Size(max = 20_000) @Pattern(regexp = "[^\\x00\\p{Cs}]*") String message,
        @Nullable @Pattern(regexp = "change|ask") String mode,
        @Nullable @Valid RunLimits limits) {

    String modeOrDefault() {
        return mode == null ? "change" : mode;
    }

    RunLimits limitsOrNone() {
        return limits == null ? RunLimits.none() : limits;
    }
}
