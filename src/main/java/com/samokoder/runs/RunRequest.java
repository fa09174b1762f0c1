package com.samokoder.runs;

import org.jspecify.annotations.Nullable;

/** What a run is to do, with every default filled in. */
record RunRequest(
        String mode, String thoroughness, RunLimits limits, @Nullable String instructions) {}
