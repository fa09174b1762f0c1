package com.samokoder.projects;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.UUID;

/**
 * A project as its owner sees it.
 *
 * @param headVersion the newest version of its files; 0 before the first
 * @param revision counts the owner's own changes; the ETag
 */
record Project(
        UUID id,
        String name,
        String description,
        @Nullable String techStack,
        ProjectBrief.AiConfig aiConfig,
        ObjectNode metadata,
        String status,
        int generationProgress,
        @Nullable String currentAgent,
        int fileCount,
        long totalSizeBytes,
        @Nullable Integer generationTimeSeconds,
        int headVersion,
        int revision,
        Instant createdAt,
        Instant updatedAt) {

    ProjectBrief brief() {
        return new ProjectBrief(new ProjectId(id), name, description, techStack, aiConfig, status);
    }
}
