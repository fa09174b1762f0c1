package com.samokoder.runs;

import com.samokoder.agents.PipelineState;
import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;
import com.samokoder.projects.ProjectId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A user's runs. */
@Repository
final class RunRepository {
    private final Database database;

    RunRepository(Database database) {
        this.database = database;
    }

    Run create(UserId user, RunId id, ProjectId project, RunRequest request, PipelineState state) {
        return database.get(
                Caller.service(),
                "run_create",
                Database.arguments(
                        "user_id", user.value(),
                        "id", id.value(),
                        "project_id", project.value(),
                        "mode", request.mode(),
                        "thoroughness", request.thoroughness(),
                        "limits", request.limits(),
                        "instructions", request.instructions(),
                        "state", state),
                Run.class);
    }

    Optional<Run> find(UserId user, RunId run) {
        return database.find(user.caller(), "run_get", Map.of("run_id", run.value()), Run.class);
    }

    /**
     * Newest first.
     *
     * @param beforeId the last run of the page before, made at {@code beforeAt}
     */
    List<Run> list(
            UserId user,
            ProjectId project,
            @Nullable Instant beforeAt,
            @Nullable UUID beforeId,
            int limit) {
        return database.list(
                user.caller(),
                "run_list",
                Database.arguments(
                        "project_id", project.value(),
                        "before_at", beforeAt,
                        "before_id", beforeId,
                        "limit", limit),
                Run.class);
    }

    Optional<EventLog> findEvents(UserId user, RunId run, long after, int limit) {
        return database.find(
                user.caller(),
                "run_events_page",
                Map.of("run_id", run.value(), "after", after, "limit", limit),
                EventLog.class);
    }

    Run cancel(UserId user, RunId run) {
        return database.get(
                Caller.service(),
                "run_cancel",
                Map.of("user_id", user.value(), "run_id", run.value()),
                Run.class);
    }

    void cancelAll(UserId user) {
        database.call(Caller.service(), "run_cancel_all", Map.of("user_id", user.value()));
    }

    /**
     * @param accessToken that pays from now on; null for none
     * @param limits null to keep the run's own
     */
    Run resume(UserId user, @Nullable UUID accessToken, RunId run, @Nullable RunLimits limits) {
        return database.get(
                Caller.service(),
                "run_resume_paid",
                Database.arguments(
                        "user_id",
                        user.value(),
                        "run_id",
                        run.value(),
                        "limits",
                        limits,
                        "access_token_id",
                        accessToken),
                Run.class);
    }
}
