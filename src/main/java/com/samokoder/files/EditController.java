package com.samokoder.files;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.web.ETags;
import com.samokoder.platform.web.Idempotent;
import com.samokoder.platform.web.Texts;
import com.samokoder.projects.ProjectId;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.UUID;

/** Versions that the owner makes by hand. */
@RestController
@RequestMapping("/api/projects/{id}")
class EditController {
    private final EditService edits;

    EditController(EditService edits) {
        this.edits = edits;
    }

    /** The body is the file, whatever type it claims to be; only a form's parts are no file. */
    @PutMapping("/files/{*path}")
    ResponseEntity<FileEdit> put(
            CurrentUser user,
            @PathVariable UUID id,
            @PathVariable String path,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false)
                    @Nullable String ifNoneMatch,
            HttpServletRequest request)
            throws IOException {
        refuseForms(request);
        var edited =
                edits.put(
                        user.id(),
                        new ProjectId(id),
                        path.substring(1),
                        request.getInputStream().readAllBytes(),
                        Preconditions.of(ifMatch, ifNoneMatch),
                        Texts.language(request));
        var answer =
                edited.created()
                        ? ResponseEntity.created(URI.create(request.getRequestURI()))
                        : ResponseEntity.ok();
        return answer.eTag(ETags.of(String.valueOf(edited.sha256()))).body(edited.edit());
    }

    private static void refuseForms(HttpServletRequest request) {
        var type = request.getContentType();
        if (type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            throw ApiException.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "files.raw_body");
        }
    }

    @DeleteMapping("/files/{*path}")
    FileEdit delete(
            CurrentUser user,
            @PathVariable UUID id,
            @PathVariable String path,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            HttpServletRequest request) {
        return edits.delete(
                user.id(),
                new ProjectId(id),
                path.substring(1),
                Preconditions.of(ifMatch, null),
                Texts.language(request));
    }

    @PostMapping("/versions/{number}/restore")
    @Idempotent
    ResponseEntity<Version> restore(
            CurrentUser user,
            @PathVariable UUID id,
            @PathVariable int number,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            HttpServletRequest request) {
        var restored =
                edits.restore(
                        user.id(), new ProjectId(id), number, ifMatch, Texts.language(request));
        var version = restored.version();
        return ResponseEntity.status(restored.created() ? HttpStatus.CREATED : HttpStatus.OK)
                .location(URI.create("/api/projects/" + id + "/versions/" + version.number()))
                .eTag(ETags.of(version.number()))
                .body(version);
    }
}
