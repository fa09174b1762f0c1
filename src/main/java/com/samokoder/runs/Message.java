package com.samokoder.runs;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One message of a project's conversation.
 *
 * @param runId the run that answers it, or that it is the answer of
 * @param role user or assistant
 * @param mode change or ask
 * @param version of the files that the answer ends in; null where it changed none
 * @param files that the answer changed, the first fifty
 */
record Message(
        UUID id,
        UUID runId,
        String role,
        String mode,
        String content,
        @Nullable Integer version,
        List<String> files,
        Instant createdAt) {}
