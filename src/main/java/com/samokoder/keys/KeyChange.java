package com.samokoder.keys;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What to change of a key; what is null stays. */
record KeyChange(
        @Nullable @Pattern(regexp = "(?s).*\\S.*") @Size(max = 100) String name,
        @Nullable SuppliedKey apiKey,
        @Nullable @Size(min = 1, max = 2048) String baseUrl,
        @Nullable @Min(0) @Max(1000) Integer priority,
        @Nullable @Size(max = 100) List<@NotBlank @Size(max = 256) String> allowedModels,
        @Nullable Boolean check) {

    boolean wantsCheck() {
        return check == null ? apiKey != null || baseUrl != null : check;
    }
}
