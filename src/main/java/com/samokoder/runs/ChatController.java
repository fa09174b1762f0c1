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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.util.UUID;

@RestController
class ChatController {
    private final ChatService chats;
    private final RunTexts texts;
    private final EventStreams streams;
    private final StreamSlots slots;

    ChatController(ChatService chats, RunTexts texts, EventStreams streams, StreamSlots slots) {
        this.chats = chats;
        this.texts = texts;
        this.streams = streams;
        this.slots = slots;
    }

    /** The slot is taken first: a run is not begun for somebody who then may not watch it. */
    @Idempotent
    @PostMapping("/api/projects/{project}/chat")
    @Nullable ResponseEntity<RunView> chat(
            CurrentUser user,
            @PathVariable UUID project,
            @RequestBody @Valid MessageRequest body,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!Accepted.eventStream(request)) {
            var run = chats.answer(user.id(), user.accessTokenId(), new ProjectId(project), body);
            return ResponseEntity.accepted()
                    .location(RunController.location(run))
                    .body(texts.view(run, Texts.language(request)));
        }
        try (var _ = slots.take(user.id())) {
            var run = chats.answer(user.id(), user.accessTokenId(), new ProjectId(project), body);
            response.setHeader(HttpHeaders.LOCATION, RunController.location(run).toString());
            streams.send(user, new RunId(run.id()), 0, request, response);
            return null;
        }
    }

    @GetMapping("/api/projects/{project}/messages")
    Page<Message> list(
            CurrentUser user,
            @PathVariable UUID project,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit) {
        return chats.list(user.id(), new ProjectId(project), cursor, limit);
    }
}
