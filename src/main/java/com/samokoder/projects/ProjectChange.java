package com.samokoder.projects;

import com.fasterxml.jackson.annotation.JsonProperty;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A merge patch (RFC 7396) of what the owner may change. A record could not tell an absent member,
 * which stays, from null, which clears; setters are only called for members that were sent.
 */
final class ProjectChange {
    private static final String ARCHIVED = "archived";

    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    // The values that an absent member is checked by are the valid ones.
    @NotBlank
    @Size(max = ProjectDraft.NAME)
    @Pattern(regexp = ProjectDraft.ONE_LINE, message = "projects.one_line")
    @Storable
    private @Nullable String name = "-";

    @NotBlank
    @Size(max = ProjectDraft.DESCRIPTION)
    @Storable
    private @Nullable String description = "-";

    private @Nullable @Size(min = 1, max = ProjectDraft.TECH_STACK) @Storable String techStack;
    private @Nullable @Valid AiConfigChange aiConfig;
    private @Nullable @Storable ObjectNode metadata;

    @NotNull
    @Pattern(regexp = "archived|active", message = "projects.status")
    private @Nullable String status = "active";

    /** The members to merge, by the names the database knows them by. */
    Map<String, @Nullable Object> members() {
        return Collections.unmodifiableMap(members);
    }

    @JsonProperty
    void setName(@Nullable String name) {
        this.name = name;
        members.put("name", name);
    }

    @JsonProperty
    void setDescription(@Nullable String description) {
        this.description = description;
        members.put("description", description);
    }

    @JsonProperty
    void setTechStack(@Nullable String techStack) {
        this.techStack = techStack;
        members.put("tech_stack", techStack);
    }

    @JsonProperty
    void setAiConfig(@Nullable AiConfigChange aiConfig) {
        this.aiConfig = aiConfig;
        members.put("ai_config", aiConfig == null ? null : aiConfig.members());
    }

    @JsonProperty
    void setMetadata(@Nullable ObjectNode metadata) {
        this.metadata = metadata;
        members.put("metadata", metadata);
    }

    @JsonProperty
    void setStatus(@Nullable String status) {
        this.status = status;
        members.put(ARCHIVED, ARCHIVED.equals(status));
    }

    public @Nullable String getName() {
        return name;
    }

    public @Nullable String getDescription() {
        return description;
    }

    public @Nullable String getTechStack() {
        return techStack;
    }

    public @Nullable AiConfigChange getAiConfig() {
        return aiConfig;
    }

    public @Nullable ObjectNode getMetadata() {
        return metadata;
    }

    public @Nullable String getStatus() {
        return status;
    }
}
