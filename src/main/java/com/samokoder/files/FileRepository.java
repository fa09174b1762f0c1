package com.samokoder.files;

import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;
import com.samokoder.projects.ProjectId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Versions and contents in the database, read in their owner's name. Where a version may be null,
 * the newest is meant; a project or a version that is not there is {@code not_found}.
 */
@Repository
class FileRepository {
    private static final String PROJECT = "project_id";

    private final Database database;

    FileRepository(Database database) {
        this.database = database;
    }

    private record Content(String sha256, byte[] content) {}

    private record Texts(int version, Map<String, String> files, List<String> binaries) {}

    FileTree tree(UserId owner, ProjectId project, @Nullable Integer version) {
        return database.get(owner.caller(), "files_tree", of(project, version), FileTree.class);
    }

    Optional<StoredFile> find(
            UserId owner, ProjectId project, @Nullable Integer version, ProjectPath path) {
        var arguments =
                Database.arguments(
                        PROJECT, project.value(), "version", version, "path", path.value());
        return database.find(owner.caller(), "files_find", arguments, StoredFile.class);
    }

    /** Contents by digest; those that are gone are missing. */
    Map<String, byte[]> contents(UserId owner, Collection<String> digests) {
        var arguments = Map.of("digests", digests);
        return database.list(owner.caller(), "files_contents", arguments, Content.class).stream()
                .collect(Collectors.toMap(Content::sha256, Content::content));
    }

    Snapshot snapshot(UserId owner, ProjectId project) {
        var arguments = Map.of(PROJECT, project.value());
        var texts = database.get(owner.caller(), "files_snapshot", arguments, Texts.class);
        var files = new TreeMap<ProjectPath, String>();
        texts.files().forEach((path, text) -> files.put(new ProjectPath(path), text));
        var binaries = new TreeSet<ProjectPath>();
        texts.binaries().forEach(path -> binaries.add(new ProjectPath(path)));
        return new Snapshot(texts.version(), files, binaries);
    }

    /**
     * Newest first.
     *
     * @param before the number to go on after; null for the first page
     */
    List<Version> versions(UserId owner, ProjectId project, @Nullable Integer before, int limit) {
        var arguments =
                Database.arguments(PROJECT, project.value(), "before", before, "limit", limit);
        return database.list(owner.caller(), "files_versions", arguments, Version.class);
    }

    /** Empty where the newest version is meant and there is none yet. */
    Optional<Version> version(UserId owner, ProjectId project, @Nullable Integer number) {
        return database.find(owner.caller(), "files_version", of(project, number), Version.class);
    }

    /** Deletes the contents that no version refers to any more. */
    void collect(UserId owner) {
        database.call(Caller.service(), "files_collect", Map.of("user_id", owner.value()));
    }

    private static Map<String, @Nullable Object> of(ProjectId project, @Nullable Integer version) {
        return Database.arguments(PROJECT, project.value(), "version", version);
    }
}
