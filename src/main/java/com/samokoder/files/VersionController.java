package com.samokoder.files;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.web.ETags;
import com.samokoder.platform.web.Page;
import com.samokoder.projects.ProjectId;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.util.UUID;

/** The history of a project's files, and whole versions to take away. */
@RestController
@RequestMapping("/api/projects/{id}")
class VersionController {
    private final FileService files;
    private final Exports exports;

    VersionController(FileService files, Exports exports) {
        this.files = files;
        this.exports = exports;
    }

    @GetMapping("/versions")
    Page<Version> list(
            CurrentUser user,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return files.versions(user.id(), new ProjectId(id), limit, cursor);
    }

    @GetMapping("/versions/{number}")
    ResponseEntity<Version> get(CurrentUser user, @PathVariable UUID id, @PathVariable int number) {
        var version = files.version(user.id(), new ProjectId(id), number);
        return ResponseEntity.ok().eTag(ETags.of(version.number())).body(version);
    }

    /**
     * Written from this thread as it is read, so that a version of any size takes little memory.
     */
    @GetMapping("/export")
    void export(
            CurrentUser user,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable Integer version,
            @RequestParam(defaultValue = "zip")
                    @Pattern(regexp = "zip|tar\\.gz", message = "files.format")
                    String format,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false)
                    @Nullable String ifNoneMatch,
            HttpServletResponse response)
            throws IOException {
        var archive =
                exports.prepare(user.id(), new ProjectId(id), version, ArchiveFormat.of(format));
        response.setHeader(HttpHeaders.ETAG, archive.etag());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache, private");
        if (ifNoneMatch != null && ETags.matches(ifNoneMatch, archive.etag())) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(archive.format().mediaType());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, archive.disposition());
        exports.write(archive, response.getOutputStream());
    }
}
