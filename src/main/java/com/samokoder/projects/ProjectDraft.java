package com.samokoder.projects;

import com.samokoder.projects.ProjectBrief.AiConfig;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

/** What a user says about a project to be. */
record ProjectDraft(
        @NotBlank
                @Size(max = ProjectDraft.NAME)
                @Pattern(regexp = ProjectDraft.ONE_LINE, message = "projects.one_line")
                @Storable
                String name,
        @NotBlank @Size(max = ProjectDraft.DESCRIPTION) @Storable String description,
        @Nullable @Size(min = 1, max = ProjectDraft.TECH_STACK) @Storable String techStack,
        @Nullable @Valid AiConfig aiConfig,
        @Nullable @Storable ObjectNode metadata) {
    static final int NAME = 120;
    static final int DESCRIPTION = 20_000;
    static final int TECH_STACK = 2_000;
    static final String ONE_LINE = "\\P{Cntrl}*";
}
