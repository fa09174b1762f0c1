package com.samokoder.projects;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.web.ETags;
import com.samokoder.platform.web.Idempotent;
import com.samokoder.platform.web.Page;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.util.UUID;

/** The caller's own projects. */
@RestController
@RequestMapping("/api/projects")
class ProjectController {
    private static final String STATUSES = "draft|generating|completed|error|archived";
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final ProjectService projects;

    ProjectController(ProjectService projects) {
        this.projects = projects;
    }

    @PostMapping
    @Idempotent
    ResponseEntity<Project> create(CurrentUser user, @Valid @RequestBody ProjectDraft request) {
        return CreatedProjects.answer(projects.create(user.id(), request));
    }

    @GetMapping
    Page<Project> list(
            CurrentUser user,
            @RequestParam(required = false) @Pattern(regexp = STATUSES) @Nullable String status,
            @RequestParam(required = false) @Size(min = 1, max = 200) @Storable
                    @Nullable String search,
            @RequestParam(defaultValue = "created_at")
                    @Pattern(regexp = "created_at|updated_at|name")
                    String sort,
            @RequestParam(required = false) @Pattern(regexp = "asc|desc") @Nullable String order,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        var direction = order == null ? (sort.equals("name") ? "asc" : "desc") : order;
        var query = new ProjectQuery(status, search, sort, direction.equals("desc"), limit);
        return projects.list(user.id(), query, cursor);
    }

    @GetMapping("/{id}")
    ResponseEntity<Project> get(CurrentUser user, @PathVariable UUID id) {
        return tagged(projects.show(user.id(), new ProjectId(id)));
    }

    @PatchMapping(
            path = "/{id}",
            consumes = {"application/json", MERGE_PATCH})
    ResponseEntity<Project> change(
            CurrentUser user,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody ProjectChange change) {
        return tagged(projects.update(user.id(), new ProjectId(id), change, ifMatch));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(
            CurrentUser user,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable String ifMatch) {
        projects.delete(user.id(), new ProjectId(id), ifMatch);
    }

    private static ResponseEntity<Project> tagged(Project project) {
        return ResponseEntity.ok().eTag(ETags.of(project.revision())).body(project);
    }
}
