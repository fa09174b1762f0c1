package com.samokoder.files;

import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;
import com.samokoder.projects.ProjectId;

import org.springframework.stereotype.Repository;

import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Projects that begin with files. */
@Repository
class ImportRepository {
    private final Database database;

    ImportRepository(Database database) {
        this.database = database;
    }

    /**
     * @param sha256 of a staged content, in hexadecimal
     */
    record NewFile(ProjectPath path, String sha256) {}

    /** Takes contents in that an import is about to refer to; they wait for it for a while. */
    void stage(UserId owner, List<byte[]> contents) {
        var encoded = contents.stream().map(Base64.getEncoder()::encodeToString).toList();
        database.call(
                Caller.service(),
                "files_stage",
                Map.of("user_id", owner.value(), "contents", encoded));
    }

    /**
     * Makes a project with its first version, or neither; {@code unavailable} where staged contents
     * waited for too long.
     */
    void create(
            UserId owner,
            ProjectId project,
            String name,
            String description,
            List<NewFile> files,
            String message) {
        database.call(
                Caller.service(),
                "files_import",
                Map.of(
                        "user_id", owner.value(),
                        "project_id", project.value(),
                        "name", name,
                        "description", description,
                        "files", files,
                        "message", message));
    }
}
