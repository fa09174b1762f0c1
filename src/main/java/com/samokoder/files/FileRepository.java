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
import java.util.SortedMap;
import java.util.SortedSet;
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

    private record Look(
            int version,
            Map<String, String> files,
            List<String> binaries,
            Map<String, String> summaries,
            List<String> locks) {
        Snapshot snapshot() {
            return new Snapshot(
                    version, byPath(files), paths(binaries), byPath(summaries), locked(locks));
        }
    }

    /**
     * What is locked.
     *
     * @param revision counts the changes; 0 before the first
     */
    record Locks(List<String> globs, int revision) {
        LockedPaths paths() {
            return locked(globs);
        }
    }

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

    /**
     * What differs between two versions.
     *
     * @param against null for the version's parent; 0 for the empty beginning
     */
    Comparison compare(UserId owner, ProjectId project, int version, @Nullable Integer against) {
        var arguments =
                Database.arguments(
                        PROJECT, project.value(), "version", version, "against", against);
        return database.get(owner.caller(), "files_compare", arguments, Comparison.class);
    }

    /** Contents by digest; those that are gone are missing. */
    Map<String, byte[]> contents(UserId owner, Collection<String> digests) {
        var arguments = Map.of("digests", digests);
        return database.list(owner.caller(), "files_contents", arguments, Content.class).stream()
                .collect(Collectors.toMap(Content::sha256, Content::content));
    }

    Snapshot snapshot(UserId owner, ProjectId project) {
        var arguments = Map.of(PROJECT, project.value());
        return database.get(owner.caller(), "files_snapshot", arguments, Look.class).snapshot();
    }

    Locks locks(UserId owner, ProjectId project) {
        var arguments = Map.of(PROJECT, project.value());
        return database.get(owner.caller(), "files_locks", arguments, Locks.class);
    }

    /**
     * Replaces the locks.
     *
     * @param expectedRevision the revision that the caller saw; null for any
     */
    Locks lock(
            UserId owner,
            ProjectId project,
            LockedPaths locks,
            @Nullable Integer expectedRevision) {
        var arguments =
                Database.arguments(
                        "user_id",
                        owner.value(),
                        PROJECT,
                        project.value(),
                        "globs",
                        locks.globs().stream().map(PathGlob::value).toList(),
                        "expected_revision",
                        expectedRevision);
        return database.get(Caller.service(), "files_lock", arguments, Locks.class);
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

    private static SortedMap<ProjectPath, String> byPath(Map<String, String> texts) {
        var byPath = new TreeMap<ProjectPath, String>();
        texts.forEach((path, text) -> byPath.put(new ProjectPath(path), text));
        return byPath;
    }

    private static SortedSet<ProjectPath> paths(List<String> values) {
        return values.stream().map(ProjectPath::new).collect(Collectors.toCollection(TreeSet::new));
    }

    private static LockedPaths locked(List<String> globs) {
        return new LockedPaths(globs.stream().map(PathGlob::new).toList());
    }
}
