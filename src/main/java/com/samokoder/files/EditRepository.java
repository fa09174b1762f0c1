package com.samokoder.files;

import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;
import com.samokoder.projects.ProjectId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

import java.util.Base64;
import java.util.Map;

/** Versions that a project's owner makes. Other users' projects are {@code not_found}. */
@Repository
class EditRepository {
    private final Database database;

    EditRepository(Database database) {
        this.database = database;
    }

    /**
     * @param created whether there was no such file before
     */
    record Edited(
            int version,
            String path,
            @Nullable Integer size,
            @Nullable String sha256,
            boolean created) {
        FileEdit edit() {
            return new FileEdit(version, path, size, sha256);
        }
    }

    /**
     * @param created whether it is a new one; otherwise the head had these files already
     */
    record Restored(Version version, boolean created) {}

    Edited put(
            UserId owner,
            ProjectId project,
            ProjectPath path,
            byte[] content,
            String message,
            Preconditions conditions) {
        var base64 = Base64.getEncoder().encodeToString(content);
        var change = Map.of("op", "put", "content_base64", base64);
        return edit(owner, project, path, change, message, conditions);
    }

    Edited delete(
            UserId owner,
            ProjectId project,
            ProjectPath path,
            String message,
            Preconditions conditions) {
        return edit(owner, project, path, Map.of("op", "delete"), message, conditions);
    }

    private Edited edit(
            UserId owner,
            ProjectId project,
            ProjectPath path,
            Map<String, String> change,
            String message,
            Preconditions conditions) {
        var arguments =
                Database.arguments(
                        "user_id", owner.value(),
                        "project_id", project.value(),
                        "path", path.value(),
                        "change", change,
                        "message", message,
                        "if_match", conditions.match(),
                        "if_none_match", conditions.noneMatch());
        return database.get(Caller.service(), "files_edit", arguments, Edited.class);
    }

    /**
     * Makes a version with the files of an older one.
     *
     * @param expectedHead the newest version that the caller saw; null for any
     */
    Restored restore(
            UserId owner,
            ProjectId project,
            int number,
            String message,
            @Nullable Integer expectedHead) {
        var arguments =
                Database.arguments(
                        "user_id", owner.value(),
                        "project_id", project.value(),
                        "version", number,
                        "message", message,
                        "expected_head", expectedHead);
        return database.get(Caller.service(), "files_restore", arguments, Restored.class);
    }
}
