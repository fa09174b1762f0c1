package com.samokoder.projects;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.samokoder.projects.ProjectBrief.AgentModel;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A merge patch of a project's models: an absent member stays, null clears it. */
final class AiConfigChange {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    private @Nullable @Storable @Size(min = 1, max = 64) String provider;
    private @Nullable @Storable @Size(min = 1, max = 200) String model;

    @Size(max = 32)
    private @Nullable Map<@Storable @Size(min = 1, max = 60) String, @Nullable @Valid AgentModel>
            agents;

    /** The members that were sent, by their JSON names. */
    Map<String, @Nullable Object> members() {
        return Collections.unmodifiableMap(members);
    }

    @JsonProperty
    void setProvider(@Nullable String provider) {
        this.provider = provider;
        members.put("provider", provider);
    }

    @JsonProperty
    void setModel(@Nullable String model) {
        this.model = model;
        members.put("model", model);
    }

    @JsonProperty
    void setKeyId(@Nullable UUID keyId) {
        members.put("key_id", keyId);
    }

    @JsonProperty
    void setAgents(@Nullable Map<String, @Nullable AgentModel> agents) {
        this.agents = agents;
        members.put("agents", agents);
    }

    public @Nullable String getProvider() {
        return provider;
    }

    public @Nullable String getModel() {
        return model;
    }

    public @Nullable Map<String, @Nullable AgentModel> getAgents() {
        return agents;
    }
}
