package com.samokoder.files.git;

import static java.util.stream.Collectors.toMap;

import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;
import com.samokoder.projects.ProjectId;

import org.springframework.stereotype.Repository;

import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Versions as steps; a stranger's project is {@code not_found}. */
@Repository
class HistoryRepository {
    private static final int CHANGES = 5000;
    private static final String PROJECT = "project_id";
    private static final String OWNER = "user_id";

    private final Database database;

    HistoryRepository(Database database) {
        this.database = database;
    }

    private record Content(String sha256, byte[] content) {}

    /** The versions that come next after this one; none after the head. */
    History after(UserId owner, ProjectId project, int version) {
        var arguments = Map.of(PROJECT, project.value(), "after", version, "changes", CHANGES);
        return database.get(owner.caller(), "git_history", arguments, History.class);
    }

    /** What a version's commit brought along. */
    List<MergedObject> objects(UserId owner, ProjectId project, int version) {
        var arguments = Map.of(PROJECT, project.value(), "version", version);
        return database.list(owner.caller(), "git_objects", arguments, MergedObject.class);
    }

    Map<String, byte[]> contents(UserId owner, Collection<String> digests) {
        var arguments = Map.of("digests", digests);
        return database.list(owner.caller(), "files_contents", arguments, Content.class).stream()
                .collect(toMap(Content::sha256, Content::content));
    }

    /** Takes contents in that {@link #push} will refer to; they wait for it for a while. */
    void stage(UserId owner, List<byte[]> contents) {
        var encoded = contents.stream().map(Base64.getEncoder()::encodeToString).toList();
        database.call(
                Caller.service(), "git_stage", Map.of(OWNER, owner.value(), "contents", encoded));
    }

    /**
     * Makes versions of commits on top of a version; all of them or none. A version that is no
     * longer the newest is a {@code version_conflict}; {@code unavailable} where staged contents
     * waited for too long.
     *
     * @return the newest version
     */
    int push(UserId owner, ProjectId project, int head, List<PushedCommit> commits) {
        var arguments =
                Map.of(
                        OWNER,
                        owner.value(),
                        PROJECT,
                        project.value(),
                        "head",
                        head,
                        "commits",
                        commits);
        return database.get(Caller.service(), "git_push", arguments, Integer.class);
    }
}
