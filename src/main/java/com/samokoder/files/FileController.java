package com.samokoder.files;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.web.ETags;
import com.samokoder.projects.ProjectId;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;
import java.util.UUID;

/** The files of a project's versions. */
@RestController
@RequestMapping("/api/projects/{id}/files")
class FileController {
    private final FileService files;

    FileController(FileService files) {
        this.files = files;
    }

    @GetMapping
    ResponseEntity<FileTree> tree(
            CurrentUser user,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable Integer version) {
        var tree = files.tree(user.id(), new ProjectId(id), version);
        return ResponseEntity.ok().eTag(ETags.of(tree.version())).body(tree);
    }

    /** The bytes; or, where JSON alone is asked for, a description with the content in it. */
    @GetMapping("/{*path}")
    ResponseEntity<?> file(
            CurrentUser user,
            @PathVariable UUID id,
            @PathVariable String path,
            @RequestParam(required = false) @Nullable Integer version,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false)
                    @Nullable String ifNoneMatch,
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "*/*") String accept) {
        var file = files.get(user.id(), new ProjectId(id), version, path.substring(1));
        if (ifNoneMatch != null && ETags.matches(ifNoneMatch, ETags.of(file.sha256()))) {
            return describe(HttpStatus.NOT_MODIFIED, file).build();
        }
        var content = files.content(user.id(), file);
        return asksForJson(accept)
                ? describe(HttpStatus.OK, file)
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(FileDocument.of(file, content))
                : raw(file).body(content);
    }

    private static boolean asksForJson(String accept) {
        return MediaType.parseMediaTypes(accept).equals(List.of(MediaType.APPLICATION_JSON));
    }

    /** Somebody's generated page must never run in this origin: it is downloaded, not shown. */
    private static ResponseEntity.BodyBuilder raw(StoredFile file) {
        var name = file.path().substring(file.path().lastIndexOf('/') + 1);
        return describe(HttpStatus.OK, file)
                .contentType(ContentTypes.of(file))
                .header(HttpHeaders.CONTENT_DISPOSITION, AttachmentName.header(name, ""))
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'");
    }

    private static ResponseEntity.BodyBuilder describe(HttpStatus status, StoredFile file) {
        return ResponseEntity.status(status)
                .eTag(ETags.of(file.sha256()))
                .cacheControl(CacheControl.noCache().cachePrivate())
                .varyBy(HttpHeaders.ACCEPT);
    }
}
