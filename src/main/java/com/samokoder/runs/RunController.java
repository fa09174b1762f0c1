package com.samokoder.runs;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.web.Idempotent;
import com.samokoder.platform.web.Page;
import com.samokoder.platform.web.Texts;
import com.samokoder.projects.ProjectId;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.net.URI;
import java.util.UUID;

@RestController
class RunController {
    private static final String RUN = "/api/runs/{run}";

    private final RunService runs;
    private final RunTexts texts;
    private final EventStreams streams;
    private final StreamSlots slots;

    RunController(RunService runs, RunTexts texts, EventStreams streams, StreamSlots slots) {
        this.runs = runs;
        this.texts = texts;
        this.streams = streams;
        this.slots = slots;
    }

    /** The slot is taken first: a run is not begun for somebody who then may not watch it. */
    @Idempotent
    @PostMapping("/api/projects/{project}/generate")
    @Nullable ResponseEntity<RunView> generate(
            CurrentUser user,
            @PathVariable UUID project,
            @RequestBody(required = false) @Valid @Nullable GenerateRequest body,
            HttpServletRequest request,
            HttpServletResponse response) {
        var asked = body == null ? GenerateRequest.empty() : body;
        if (!Accepted.eventStream(request)) {
            var run = runs.generate(user.id(), user.accessTokenId(), new ProjectId(project), asked);
            return ResponseEntity.accepted()
                    .location(location(run))
                    .body(texts.view(run, Texts.language(request)));
        }
        try (var _ = slots.take(user.id())) {
            var run = runs.generate(user.id(), user.accessTokenId(), new ProjectId(project), asked);
            response.setHeader(HttpHeaders.LOCATION, location(run).toString());
            streams.send(user, new RunId(run.id()), 0, request, response);
            return null;
        }
    }

    @GetMapping("/api/projects/{project}/runs")
    Page<RunView> list(
            CurrentUser user,
            @PathVariable UUID project,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit,
            HttpServletRequest request) {
        var page = runs.list(user.id(), new ProjectId(project), cursor, limit);
        var language = Texts.language(request);
        return new Page<>(
                page.data().stream().map(run -> texts.view(run, language)).toList(),
                page.pagination());
    }

    @GetMapping(RUN)
    RunView get(CurrentUser user, @PathVariable UUID run, HttpServletRequest request) {
        return texts.view(runs.get(user.id(), new RunId(run)), Texts.language(request));
    }

    @PostMapping(RUN + "/cancel")
    RunView cancel(CurrentUser user, @PathVariable UUID run, HttpServletRequest request) {
        return texts.view(runs.cancel(user.id(), new RunId(run)), Texts.language(request));
    }

    @Idempotent
    @PostMapping(RUN + "/resume")
    ResponseEntity<RunView> resume(
            CurrentUser user,
            @PathVariable UUID run,
            @RequestBody(required = false) @Valid @Nullable ResumeRequest body,
            HttpServletRequest request) {
        var limits = body == null ? null : body.limits();
        var resumed = runs.resume(user.id(), user.accessTokenId(), new RunId(run), limits);
        return ResponseEntity.accepted()
                .location(location(resumed))
                .body(texts.view(resumed, Texts.language(request)));
    }

    /** A stream, unless JSON is asked for. */
    @GetMapping(RUN + "/events")
    @Nullable ResponseEntity<Page<RunEvent>> events(
            CurrentUser user,
            @PathVariable UUID run,
            @Valid EventsQuery query,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable @Min(0) Long lastId,
            HttpServletRequest request,
            HttpServletResponse response) {
        var id = new RunId(run);
        long after = lastId != null ? lastId : query.afterOrStart();
        if (Accepted.json(request)) {
            var page = runs.eventPage(user.id(), id, after, query.cursor(), query.limitOrDefault());
            return ResponseEntity.ok(told(page, request));
        }
        try (var _ = slots.take(user.id())) {
            streams.send(user, id, after, request, response);
            return null;
        }
    }

    private Page<RunEvent> told(Page<RunEvent> page, HttpServletRequest request) {
        var language = Texts.language(request);
        return new Page<>(
                page.data().stream().map(event -> texts.event(event, language)).toList(),
                page.pagination());
    }

    static URI location(Run run) {
        return URI.create("/api/runs/" + run.id());
    }
}
