package com.samokoder.files;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.web.ETags;
import com.samokoder.projects.ProjectId;

import jakarta.validation.Valid;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.UUID;

/** What agents may not touch. */
@RestController
@RequestMapping("/api/projects/{id}/locks")
class LockController {
    private final LockService locks;

    LockController(LockService locks) {
        this.locks = locks;
    }

    @GetMapping
    ResponseEntity<LockList> get(CurrentUser user, @PathVariable UUID id) {
        return tagged(locks.get(user.id(), new ProjectId(id)));
    }

    @PutMapping
    ResponseEntity<LockList> set(
            CurrentUser user,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody LockList request) {
        return tagged(locks.set(user.id(), new ProjectId(id), request, ifMatch));
    }

    private static ResponseEntity<LockList> tagged(FileRepository.Locks locks) {
        return ResponseEntity.ok()
                .eTag(ETags.of(locks.revision()))
                .body(new LockList(locks.globs()));
    }
}
