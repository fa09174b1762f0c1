package com.samokoder.runs;

import com.samokoder.agents.Chat;
import com.samokoder.agents.PipelineState;
import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.time.Ids;
import com.samokoder.platform.web.Cursors;
import com.samokoder.platform.web.Page;
import com.samokoder.projects.ProjectAccess;
import com.samokoder.projects.ProjectId;
import com.samokoder.usage.RunPayers;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Talks with a project's owner: every message is answered by a run. */
@Service
final class ChatService {
    private static final int TURNS = 20;

    /** Of what was said before, the newest messages up to so many characters are told. */
    private static final int REMEMBERED = 24_000;

    private static final int LONGEST_TURN = 4_000;

    private final MessageRepository messages;
    private final RunPayers payers;
    private final ProjectAccess projects;
    private final Cursors cursors;
    private final Ids ids;

    ChatService(
            MessageRepository messages,
            RunPayers payers,
            ProjectAccess projects,
            Cursors cursors,
            Ids ids) {
        this.messages = messages;
        this.payers = payers;
        this.projects = projects;
        this.cursors = cursors;
        this.ids = ids;
    }

    /**
     * Queues a run that answers.
     *
     * @param accessToken that the owner came with, whose budget then counts for the run, too
     * @throws ApiException {@code run_in_progress} when the project has one that is not over
     */
    Run answer(UserId user, @Nullable UUID accessToken, ProjectId project, MessageRequest asked) {
        var brief = projects.get(user, project);
        var background = messages.background(user, project, TURNS);
        var wish =
                PipelineState.Brief.of(
                                brief.name(),
                                brief.description(),
                                brief.techStack(),
                                null,
                                "standard")
                        .toldIn(asked.message());
        var chat =
                new Chat(
                        asked.modeOrDefault(),
                        asked.message(),
                        turns(background.messages()),
                        ids.next(),
                        null);
        var state =
                PipelineState.chat(
                        wish, background.specification(), background.architecture(), chat);
        var question =
                new MessageRepository.Question(ids.next(), new RunId(ids.next()), project, asked);
        if (accessToken != null) {
            payers.set(user, question.run().value(), accessToken);
        }
        return messages.start(user, question, state);
    }

    private static List<Chat.Turn> turns(List<Message> newestFirst) {
        var turns = new ArrayList<Chat.Turn>();
        int left = REMEMBERED;
        for (Message message : newestFirst) {
            var text = shortened(message.content());
            left -= text.length();
            if (left < 0) {
                break;
            }
            turns.add(new Chat.Turn(message.role(), text, message.files()));
        }
        return List.copyOf(turns.reversed());
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TURN ? text : text.substring(0, LONGEST_TURN) + " …";
    }

    Page<Message> list(UserId user, ProjectId project, @Nullable String cursor, int limit) {
        projects.get(user, project);
        var filter = "messages " + user + " " + project;
        var position = cursors.decode(cursor, filter);
        var rows =
                messages.list(
                        user,
                        project,
                        position == null ? null : Instant.parse(position.getFirst()),
                        position == null ? null : UUID.fromString(position.getLast()),
                        limit + 1);
        return cursors.page(
                rows,
                limit,
                filter,
                message -> List.of(message.createdAt().toString(), message.id().toString()));
    }
}
