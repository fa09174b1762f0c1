package com.samokoder.projects;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What the agents need to know of a project.
 *
 * @param status draft, generating, completed, error or archived
 */
public record ProjectBrief(
        ProjectId id,
        String name,
        String description,
        @Nullable String techStack,
        AiConfig aiConfig,
        String status) {

    /**
     * Which model works for this project; nulls fall back to the profile, then to the user's only
     * key.
     *
     * @param agents a model of its own per agent, by the agent's name
     */
    public record AiConfig(
            @Nullable String provider,
            @Nullable String model,
            java.util.@Nullable UUID keyId,
            @Nullable Map<String, AgentModel> agents) {
        public static AiConfig none() {
            return new AiConfig(null, null, null, null);
        }
    }

    /** A model for one agent; {@code provider/name} or a bare name of the project's provider. */
    public record AgentModel(String model) {}
}
