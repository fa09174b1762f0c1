package com.samokoder.projects;

import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Database;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Projects in the database, always in their owner's name. */
@Repository
class ProjectRepository {
    private final Database database;

    ProjectRepository(Database database) {
        this.database = database;
    }

    /**
     * A project in a list.
     *
     * @param position the list's sort key, as the database writes it
     */
    record Row(Project project, String position) {}

    Project create(UserId owner, ProjectId id, ProjectDraft project) {
        var arguments =
                Database.arguments(
                        "id", id.value(),
                        "name", project.name(),
                        "description", project.description(),
                        "tech_stack", project.techStack(),
                        "ai_config", project.aiConfig(),
                        "metadata", project.metadata());
        return database.get(owner.caller(), "projects_create", arguments, Project.class);
    }

    Optional<Project> find(UserId owner, ProjectId id) {
        return database.find(
                owner.caller(), "projects_get", Map.of("id", id.value()), Project.class);
    }

    /**
     * @param after position and id of the row to go on after; null for the first page
     */
    List<Row> list(UserId owner, ProjectQuery query, @Nullable List<String> after) {
        var arguments =
                Database.arguments(
                        "status", query.status(),
                        "search", query.search(),
                        "sort", query.sort(),
                        "descending", query.descending(),
                        "after_value", after == null ? null : after.getFirst(),
                        "after_id", after == null ? null : UUID.fromString(after.getLast()),
                        "limit", query.limit() + 1);
        return database.list(owner.caller(), "projects_list", arguments, Row.class);
    }

    /**
     * Merges a change.
     *
     * @param expectedRevision the revision it was made from; null for any
     */
    Project update(
            UserId owner, ProjectId id, ProjectChange change, @Nullable Integer expectedRevision) {
        var arguments =
                Database.arguments(
                        "id", id.value(),
                        "changes", change.members(),
                        "expected_revision", expectedRevision);
        return database.get(owner.caller(), "projects_update", arguments, Project.class);
    }

    void delete(UserId owner, ProjectId id, @Nullable Integer expectedRevision) {
        var arguments = Database.arguments("id", id.value(), "expected_revision", expectedRevision);
        database.call(owner.caller(), "projects_delete", arguments);
    }
}
