package com.samokoder.runs;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.web.Idempotent;
import com.samokoder.platform.web.Page;

import jakarta.validation.Valid;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import java.util.UUID;

@RestController
class CheckpointController {
    private static final String CHECKPOINTS = "/api/runs/{run}/checkpoints";

    private final CheckpointService checkpoints;

    CheckpointController(CheckpointService checkpoints) {
        this.checkpoints = checkpoints;
    }

    @GetMapping(CHECKPOINTS)
    Page<Checkpoint> list(CurrentUser user, @PathVariable UUID run) {
        return checkpoints.list(user.id(), new RunId(run));
    }

    @Idempotent
    @PostMapping(CHECKPOINTS + "/{id}/resolve")
    Checkpoint resolve(
            CurrentUser user,
            @PathVariable UUID run,
            @PathVariable UUID id,
            @RequestBody @Valid ResolveRequest body) {
        return checkpoints.resolve(user.id(), user.accessTokenId(), new RunId(run), id, body);
    }
}
