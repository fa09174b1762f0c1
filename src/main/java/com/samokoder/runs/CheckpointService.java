package com.samokoder.runs;

import com.samokoder.agents.Pipeline;
import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.web.Page;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.util.List;
import java.util.UUID;

/** Lets owners decide what their runs ask. */
@Service
final class CheckpointService {
    /** More than a run can have: each costs its owner a decision. */
    private static final int MOST = 1_000;

    private final CheckpointRepository checkpoints;
    private final Pipeline pipeline;

    CheckpointService(CheckpointRepository checkpoints, Pipeline pipeline) {
        this.checkpoints = checkpoints;
        this.pipeline = pipeline;
    }

    Page<Checkpoint> list(UserId user, RunId run) {
        List<Checkpoint> all = checkpoints.list(user, run, MOST);
        return new Page<>(all, new Page.Pagination(false, null));
    }

    /**
     * Decides, and lets the run go on.
     *
     * @param accessToken that the owner came with, which pays from now on
     * @throws ApiException {@code conflict} when the checkpoint is not open any more
     */
    Checkpoint resolve(
            UserId user, @Nullable UUID accessToken, RunId run, UUID id, ResolveRequest request) {
        var waiting = checkpoints.find(user, run, id).orElseThrow(ApiException::notFound);
        if (!waiting.checkpoint().status().equals("open")) {
            throw ApiException.of(ErrorCode.CONFLICT);
        }
        var decision = request.decisionAt(waiting.checkpoint().kind());
        var decided = pipeline.decide(waiting.state(), decision);
        return checkpoints.resolve(user, accessToken, run, id, request.decision(), decided);
    }
}
