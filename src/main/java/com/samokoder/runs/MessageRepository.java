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
import java.util.UUID;

/** A user's conversations, one per project. */
@Repository
final class MessageRepository {
    private final Database database;

    MessageRepository(Database database) {
        this.database = database;
    }

    /**
     * What a chat builds on.
     *
     * @param messages the newest first
     */
    record Background(
            PipelineState.@Nullable Specification specification,
            PipelineState.@Nullable Architecture architecture,
            List<Message> messages) {}

    Background background(UserId user, ProjectId project, int messages) {
        return database.get(
                user.caller(),
                "chat_background",
                Map.of("project_id", project.value(), "limit", messages),
                Background.class);
    }

    /** Keeps a message and queues the run that answers it. */
    Run start(UserId user, Question question, PipelineState state) {
        return database.get(
                Caller.service(),
                "chat_start",
                Database.arguments(
                        "user_id", user.value(),
                        "id", question.run().value(),
                        "project_id", question.project().value(),
                        "message_id", question.id(),
                        "chat_mode", question.asked().modeOrDefault(),
                        "message", question.asked().message(),
                        "limits", question.asked().limitsOrNone(),
                        "state", state),
                Run.class);
    }

    /** A message that is not kept yet. */
    record Question(UUID id, RunId run, ProjectId project, MessageRequest asked) {}

    /**
     * Newest first.
     *
     * @param beforeId the last message of the page before, made at {@code beforeAt}
     */
    List<Message> list(
            UserId user,
            ProjectId project,
            @Nullable Instant beforeAt,
            @Nullable UUID beforeId,
            int limit) {
        return database.list(
                user.caller(),
                "message_list",
                Database.arguments(
                        "project_id", project.value(),
                        "before_at", beforeAt,
                        "before_id", beforeId,
                        "limit", limit),
                Message.class);
    }
}
