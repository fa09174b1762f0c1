package com.samokoder.runs;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/projects/{id}/generate}; everything in it may be left out.
 *
 * @param instructions for this run alone
 */
record GenerateRequest(
        @Nullable @Size(min = 1, max = 20_000) @Pattern(regexp = "[^\\x00\\p{Cs}]*")
                String instructions,
        @Nullable @Pattern(regexp = "auto|interactive") String mode,
        @Nullable @Pattern(regexp = "draft|standard|thorough") String thoroughness,
        @Nullable @Valid RunLimits limits) {

    static GenerateRequest empty() {
        return new GenerateRequest(null, null, null, null);
    }

    RunRequest withDefaults() {
        return new RunRequest(
                mode == null ? "auto" : mode,
                thoroughness == null ? "standard" : thoroughness,
                limits == null ? RunLimits.none() : limits,
                instructions);
    }
}
