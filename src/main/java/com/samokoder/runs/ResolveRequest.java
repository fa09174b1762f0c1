package com.samokoder.runs;

import com.samokoder.agents.CheckpointKind;
import com.samokoder.agents.Decision;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.FieldProblem;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/**
 * The body of {@code POST /api/runs/{run}/checkpoints/{id}/resolve}.
 *
 * @param comment what is to be written otherwise
 * @param answers to the specification's questions
 * @param plan to go on with instead
 */
record ResolveRequest(
        @NotNull @Pattern(regexp = "approve|change") String decision,
        @Nullable @Size(min = 1, max = 8_000) @Pattern(regexp = TEXT) String comment,
        @Nullable @Valid @Size(max = 20) List<Answer> answers,
        @Nullable ObjectNode plan) {
    private static final String TEXT = "[^\\x00\\p{Cs}]*";

    record Answer(
            @NotBlank @Size(max = 2_000) @Pattern(regexp = TEXT) String question,
            @NotBlank @Size(max = 4_000) @Pattern(regexp = TEXT) String answer) {}

    /**
     * @throws ApiException {@code invalid_request} for fields that mean nothing there
     */
    Decision decisionAt(CheckpointKind kind) {
        boolean approved = decision.equals("approve");
        return switch (kind) {
            case SPECIFICATION -> {
                refuse(plan, "/plan");
                if (approved) {
                    refuse(comment, "/comment");
                    yield new Decision.Approve(given());
                }
                yield new Decision.SendBack(remark());
            }
            case PLAN -> {
                refuse(comment, "/comment");
                refuse(answers, "/answers");
                if (approved) {
                    refuse(plan, "/plan");
                    yield new Decision.Approve(List.of());
                }
                if (plan == null) {
                    throw problem("/plan", "required", "runs.plan_needed");
                }
                yield new Decision.ReplacePlan(plan);
            }
        };
    }

    private String remark() {
        var said = new ArrayList<String>();
        given().forEach(answer -> said.add(answer.question() + " — " + answer.answer()));
        if (comment != null) {
            said.add(comment);
        }
        if (said.isEmpty()) {
            throw problem("/comment", "required", "runs.comment_needed");
        }
        return String.join("\n", said);
    }

    private List<Decision.Answer> given() {
        return answers == null
                ? List.of()
                : answers.stream()
                        .map(one -> new Decision.Answer(one.question(), one.answer()))
                        .toList();
    }

    private static void refuse(@Nullable Object value, String pointer) {
        if (value != null) {
            throw problem(pointer, "unsupported", "runs.field_unfit");
        }
    }

    private static ApiException problem(String pointer, String code, String detail) {
        return ApiException.invalid(new FieldProblem(pointer, code, detail));
    }
}
