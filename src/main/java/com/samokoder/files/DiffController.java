package com.samokoder.files;

import com.samokoder.auth.CurrentUser;
import com.samokoder.projects.ProjectId;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.UUID;

/** What differs between two versions. */
@RestController
@RequestMapping("/api/projects/{id}/versions/{number}/diff")
class DiffController {
    private static final String DIFF = "text/x-diff";
    private static final MediaType UNIFIED =
            new MediaType("text", "x-diff", StandardCharsets.UTF_8);

    private final Diffs diffs;

    DiffController(Diffs diffs) {
        this.diffs = diffs;
    }

    /** A unified diff, unless JSON is liked better. */
    @GetMapping(produces = {DIFF, MediaType.APPLICATION_JSON_VALUE})
    ResponseEntity<?> diff(
            CurrentUser user,
            @PathVariable UUID id,
            @PathVariable int number,
            @RequestParam(required = false) @Nullable Integer against,
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "*/*") String accept) {
        var project = new ProjectId(id);
        var answer = ResponseEntity.ok().varyBy(HttpHeaders.ACCEPT);
        return prefersJson(accept)
                ? answer.contentType(MediaType.APPLICATION_JSON)
                        .body(diffs.hunks(user.id(), project, number, against))
                : answer.contentType(UNIFIED)
                        .body(diffs.unified(user.id(), project, number, against));
    }

    private static boolean prefersJson(String accept) {
        return MediaType.parseMediaTypes(accept).stream()
                .sorted(Comparator.comparing(MediaType::getQualityValue).reversed())
                .filter(type ->
                        type.includes(MediaType.APPLICATION_JSON)
                                || type.includes(MediaType.valueOf(DIFF)))
                .findFirst()
                .map(type -> !type.includes(MediaType.valueOf(DIFF)))
                .orElse(false);
    }
}
