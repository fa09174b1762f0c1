package com.samokoder.agents;

import com.samokoder.agents.Decision.Answer;
import com.samokoder.agents.PipelineState.Approvals;
import com.samokoder.agents.PipelineState.Plan;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.FieldProblem;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Where an interactive run asks its owner, and what the answers do to its state. */
final class Checkpoints {
    private Checkpoints() {}

    static Optional<CheckpointKind> of(PipelineState state) {
        var approvals = state.approvals();
        if (approvals == null) {
            return Optional.empty();
        }
        if (state.specification() != null && !approvals.specification()) {
            return Optional.of(CheckpointKind.SPECIFICATION);
        }
        return state.plan() != null && !approvals.plan()
                ? Optional.of(CheckpointKind.PLAN)
                : Optional.empty();
    }

    static PipelineState decide(PipelineState state, Decision decision) {
        var at = of(state).orElseThrow(() -> new IllegalStateException("at no checkpoint"));
        return switch (decision) {
            case Decision.Approve(var answers) ->
                    at == CheckpointKind.SPECIFICATION
                            ? specificationApproved(state, answers)
                            : planApproved(state);
            case Decision.SendBack(var remark) -> {
                require(at == CheckpointKind.SPECIFICATION, "/comment");
                yield sentBack(state, remark);
            }
            case Decision.ReplacePlan(var plan) -> {
                require(at == CheckpointKind.PLAN, "/plan");
                yield planApproved(state.withPlan(read(state, plan)));
            }
        };
    }

    private static void require(boolean fitting, String pointer) {
        if (!fitting) {
            throw ApiException.invalid(
                    new FieldProblem(pointer, "unsupported", "agents.decision_unfit"));
        }
    }

    private static PipelineState specificationApproved(PipelineState state, List<Answer> answers) {
        var given = answers.stream().map(Answer::asText).toList();
        var old = approvals(state);
        var specification = Objects.requireNonNull(state.specification()).answered(given);
        return state.withSpecification(specification)
                .withApprovals(new Approvals(true, old.plan(), old.remarks(), null));
    }

    private static PipelineState sentBack(PipelineState state, String remark) {
        var old = approvals(state);
        var remarks = new ArrayList<>(old.remarks());
        remarks.add(remark);
        var now = new Approvals(false, old.plan(), List.copyOf(remarks), state.specification());
        return state.withoutSpecification().withApprovals(now);
    }

    private static PipelineState planApproved(PipelineState state) {
        var old = approvals(state);
        return state.withApprovals(
                new Approvals(old.specification(), true, old.remarks(), old.sentBack()));
    }

    private static Plan read(PipelineState state, JsonNode plan) {
        var architecture = Objects.requireNonNull(state.architecture());
        try {
            return new PlanReading(architecture).read(new AnswerFields(plan, ""));
        } catch (UnusableAnswer unusable) {
            var language = BriefLanguage.ofTag(state.brief().language());
            throw ApiException.invalid(
                    new FieldProblem("/plan", "invalid", unusable.problem().in(language)));
        }
    }

    private static Approvals approvals(PipelineState state) {
        return Objects.requireNonNull(state.approvals());
    }
}
