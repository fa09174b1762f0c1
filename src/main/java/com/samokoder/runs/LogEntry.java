package com.samokoder.runs;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** An event that is not in the log yet. */
record LogEntry(
        String type, @Nullable String step, @Nullable String agent, Map<String, Object> data) {}
