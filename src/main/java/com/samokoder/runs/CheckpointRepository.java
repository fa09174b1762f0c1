package com.samokoder.runs;

import com.samokoder.agents.PipelineState;
import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;
import com.samokoder.platform.errors.ApiException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What a user's runs ask. */
@Repository
final class CheckpointRepository {
    private final Database database;
    private final JsonMapper json;

    CheckpointRepository(Database database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /**
     * Newest first.
     *
     * @throws ApiException {@code not_found} for a run that is not the user's
     */
    List<Checkpoint> list(UserId user, RunId run, int limit) {
        var rows =
                database.call(
                                user.caller(),
                                "run_checkpoints_list",
                                Map.of("run_id", run.value(), "limit", limit))
                        .orElseThrow(ApiException::notFound);
        return rows.valueStream().map(row -> json.treeToValue(row, Checkpoint.class)).toList();
    }

    Optional<Waiting> find(UserId user, RunId run, UUID id) {
        return database.find(
                Caller.service(),
                "run_checkpoint_read",
                Map.of("user_id", user.value(), "run_id", run.value(), "id", id),
                Waiting.class);
    }

    /**
     * @param accessToken that pays from now on; null for none
     * @param state the run's, with the decision in it
     * @throws ApiException {@code conflict} when it is not open any more
     */
    Checkpoint resolve(
            UserId user,
            @Nullable UUID accessToken,
            RunId run,
            UUID id,
            String decision,
            PipelineState state) {
        return database.get(
                Caller.service(),
                "run_checkpoint_resolve_paid",
                Database.arguments(
                        "user_id", user.value(),
                        "run_id", run.value(),
                        "id", id,
                        "decision", decision,
                        "state", state,
                        "access_token_id", accessToken),
                Checkpoint.class);
    }

    /** A checkpoint with the state of its run. */
    record Waiting(Checkpoint checkpoint, PipelineState state) {}
}
