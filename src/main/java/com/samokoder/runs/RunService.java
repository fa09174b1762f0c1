package com.samokoder.runs;

import com.samokoder.agents.PipelineState;
import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.time.Ids;
import com.samokoder.platform.web.Cursors;
import com.samokoder.platform.web.Page;
import com.samokoder.projects.ProjectAccess;
import com.samokoder.projects.ProjectId;
import com.samokoder.usage.RunPayers;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** What an owner does with runs. */
@Service
final class RunService {
    private static final Set<RunStatus> RESUMABLE = EnumSet.of(RunStatus.PAUSED, RunStatus.FAILED);

    private final RunRepository runs;
    private final RunPayers payers;
    private final ProjectAccess projects;
    private final Cursors cursors;
    private final Ids ids;

    RunService(
            RunRepository runs,
            RunPayers payers,
            ProjectAccess projects,
            Cursors cursors,
            Ids ids) {
        this.runs = runs;
        this.payers = payers;
        this.projects = projects;
        this.cursors = cursors;
        this.ids = ids;
    }

    /**
     * Queues a run.
     *
     * @param accessToken that the owner came with, whose budget then counts for the run, too
     * @throws ApiException {@code run_in_progress} when the project has one that is not over
     */
    Run generate(
            UserId user, @Nullable UUID accessToken, ProjectId project, GenerateRequest asked) {
        var request = asked.withDefaults();
        var brief = projects.get(user, project);
        var wish =
                PipelineState.Brief.of(
                        brief.name(),
                        brief.description(),
                        brief.techStack(),
                        request.instructions(),
                        request.thoroughness());
        var state =
                request.mode().equals("interactive")
                        ? PipelineState.startInteractive(wish)
                        : PipelineState.start(wish);
        var id = new RunId(ids.next());
        if (accessToken != null) {
            payers.set(user, id.value(), accessToken);
        }
        return runs.create(user, id, project, request, state);
    }

    Run get(UserId user, RunId run) {
        return runs.find(user, run).orElseThrow(ApiException::notFound);
    }

    Page<Run> list(UserId user, ProjectId project, @Nullable String cursor, int limit) {
        projects.get(user, project);
        var filter = "runs " + user + " " + project;
        var position = cursors.decode(cursor, filter);
        var rows =
                runs.list(
                        user,
                        project,
                        position == null ? null : Instant.parse(position.getFirst()),
                        position == null ? null : UUID.fromString(position.getLast()),
                        limit + 1);
        return cursors.page(
                rows,
                limit,
                filter,
                run -> List.of(run.createdAt().toString(), run.id().toString()));
    }

    /** The log after an event; at most {@code limit} of it. */
    EventLog events(UserId user, RunId run, long after, int limit) {
        return runs.findEvents(user, run, after, limit).orElseThrow(ApiException::notFound);
    }

    Page<RunEvent> eventPage(
            UserId user, RunId run, long after, @Nullable String cursor, int limit) {
        var filter = "run events " + user + " " + run;
        var position = cursors.decode(cursor, filter);
        long from = position == null ? after : Long.parseLong(position.getFirst());
        var log = events(user, run, from, limit + 1);
        return cursors.page(
                log.events(), limit, filter, event -> List.of(Long.toString(event.seq())));
    }

    Run cancel(UserId user, RunId run) {
        return runs.cancel(user, run);
    }

    /**
     * @param accessToken that the owner came with, which pays from now on
     * @param limits null to keep the run's own
     */
    Run resume(UserId user, @Nullable UUID accessToken, RunId run, @Nullable RunLimits limits) {
        var status = get(user, run).status();
        if (!RESUMABLE.contains(status)) {
            throw ApiException.of(
                    ErrorCode.CONFLICT,
                    "runs.not_resumable",
                    status.name().toLowerCase(Locale.ROOT));
        }
        return runs.resume(user, accessToken, run, limits);
    }
}
