package com.samokoder.agents;

import tools.jackson.databind.JsonNode;

import java.util.List;

/** What an owner decides at a checkpoint. */
public sealed interface Decision {

    /**
     * Goes on.
     *
     * @param answers to the specification's questions
     */
    record Approve(List<Answer> answers) implements Decision {}

    /** Has the specification written anew, with this in mind. */
    record SendBack(String remark) implements Decision {}

    /**
     * Goes on with this plan instead.
     *
     * @param plan in the form of {@link PipelineState.Plan}; held to the same rules as a model's
     */
    record ReplacePlan(JsonNode plan) implements Decision {}

    record Answer(String question, String answer) {
        String asText() {
            return question + " — " + answer;
        }
    }
}
