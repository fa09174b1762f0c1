package com.samokoder.keys;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.web.ETags;
import com.samokoder.platform.web.Idempotent;
import com.samokoder.platform.web.Page;

import jakarta.validation.Valid;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.net.URI;
import java.util.UUID;

/** The caller's provider keys; no answer ever holds one. */
@RestController
@RequestMapping("/api/keys")
class KeyController {
    private final KeyService keys;

    KeyController(KeyService keys) {
        this.keys = keys;
    }

    @PostMapping
    @Idempotent
    ResponseEntity<KeyView> add(CurrentUser caller, @Valid @RequestBody KeyAddition key) {
        var added = keys.add(caller.id(), key);
        return ResponseEntity.created(URI.create("/api/keys/" + added.id()))
                .eTag(ETags.of(added.version()))
                .body(KeyView.of(added));
    }

    /** All of them: there are never many. */
    @GetMapping
    Page<KeyView> list(CurrentUser caller) {
        var views = keys.list(caller.id()).stream().map(KeyView::of).toList();
        return new Page<>(views, new Page.Pagination(false, null));
    }

    @GetMapping("/{id}")
    ResponseEntity<KeyView> get(CurrentUser caller, @PathVariable UUID id) {
        return shown(keys.get(caller.id(), new KeyId(id)));
    }

    @PatchMapping("/{id}")
    ResponseEntity<KeyView> change(
            CurrentUser caller,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody KeyChange change) {
        return shown(keys.change(caller.id(), new KeyId(id), change, ifMatch));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(
            CurrentUser caller,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable String ifMatch) {
        keys.delete(caller.id(), new KeyId(id), ifMatch);
    }

    @PostMapping("/{id}/check")
    ResponseEntity<KeyView> check(CurrentUser caller, @PathVariable UUID id) {
        return shown(keys.check(caller.id(), new KeyId(id)));
    }

    private static ResponseEntity<KeyView> shown(KeyRow row) {
        return ResponseEntity.ok().eTag(ETags.of(row.version())).body(KeyView.of(row));
    }
}
