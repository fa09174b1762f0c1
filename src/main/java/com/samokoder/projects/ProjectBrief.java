package com.samokoder.projects;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.UUID;

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
            @Nullable @Storable @Size(min = 1, max = 64) String provider,
            @Nullable @Storable @Size(min = 1, max = 200) String model,
            @Nullable UUID keyId,
            @Nullable @Size(max = 32)
                    Map<@Storable @Size(min = 1, max = 60) String, @Valid AgentModel> agents) {
        public static AiConfig none() {
            return new AiConfig(null, null, null, null);
        }
    }

    /** A model for one agent; {@code provider/name} or a bare name of the project's provider. */
    public record AgentModel(@NotBlank @Storable @Size(max = 200) String model) {}
}
