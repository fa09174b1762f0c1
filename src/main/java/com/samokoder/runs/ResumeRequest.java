package com.samokoder.runs;

import jakarta.validation.Valid;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/runs/{run}/resume}.
 *
 * @param limits replace the run's limits as a whole; null keeps them
 */
record ResumeRequest(@Nullable @Valid RunLimits limits) {}
