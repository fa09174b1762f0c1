package com.samokoder.files.git;

import com.samokoder.auth.UserId;
import com.samokoder.projects.ProjectDeleted;
import com.samokoder.projects.ProjectId;

import jakarta.annotation.PreDestroy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The repositories that this process has on disk. Each process makes its own, so nothing is shared
 * but the database; what was not read for longest makes room for others.
 */
@Component
class Mirrors {
    private static final Logger LOG = LoggerFactory.getLogger(Mirrors.class);
    private static final String PREFIX = "samokoder-git-";

    private final HistoryRepository histories;
    private final long limit;
    private final Path folder;
    private final Map<ProjectId, Mirror> mirrors = new ConcurrentHashMap<>();
    private final AtomicLong moments = new AtomicLong();
    private final AtomicLong folders = new AtomicLong();

    Mirrors(HistoryRepository histories, GitProperties properties) throws IOException {
        QuietSystem.install();
        this.histories = histories;
        this.limit = properties.cacheSize().toBytes();
        deleteOrphans(properties.cacheFolder());
        this.folder =
                Files.createTempDirectory(
                        Files.createDirectories(properties.cacheFolder()),
                        PREFIX + ProcessHandle.current().pid() + "-");
    }

    /** Lets a project's repository be read as it is now. */
    void read(UserId owner, ProjectId project, Mirror.Reader reader) throws IOException {
        boolean done;
        do {
            done = mirror(owner, project).read(moments.incrementAndGet(), reader);
        } while (!done);
        makeRoom();
    }

    private Mirror mirror(UserId owner, ProjectId project) {
        return mirrors.computeIfAbsent(
                project, unused -> new Mirror(owner, project, newFolder(), histories));
    }

    /** A folder that nobody has used; it is not made. */
    Path newFolder() {
        return folder.resolve(Long.toString(folders.incrementAndGet()));
    }

    private void makeRoom() {
        var byAge =
                Comparator.comparingLong(
                        (Map.Entry<ProjectId, Mirror> e) -> e.getValue().lastUse());
        long size = mirrors.values().stream().mapToLong(Mirror::size).sum();
        for (var entry : mirrors.entrySet().stream().sorted(byAge).toList()) {
            if (size <= limit) {
                return;
            }
            size -= entry.getValue().size();
            remove(entry.getKey(), entry.getValue());
        }
    }

    /** Forgets everything, as a new process would have to. */
    void clear() {
        mirrors.forEach(this::remove);
    }

    @EventListener
    void forget(ProjectDeleted deleted) {
        var mirror = mirrors.get(deleted.project());
        if (mirror != null) {
            remove(deleted.project(), mirror);
        }
    }

    private void remove(ProjectId project, Mirror mirror) {
        if (mirror.remove()) {
            mirrors.remove(project, mirror);
        }
    }

    @PreDestroy
    void delete() throws IOException {
        FileSystemUtils.deleteRecursively(folder);
    }

    /** Of processes that were killed. */
    private static void deleteOrphans(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (var folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (var found : folders) {
                if (isOrphan(found)) {
                    LOG.info("Deleting the repositories that a process left in {}", found);
                    FileSystemUtils.deleteRecursively(found);
                }
            }
        } catch (IOException stays) {
            LOG.warn("Repositories that a process left in {} stay there", parent, stays);
        }
    }

    /** Numbers of processes return, in a container even at once: then the folder is the older. */
    private static boolean isOrphan(Path folder) throws IOException {
        var parts = folder.getFileName().toString().substring(PREFIX.length()).split("-", 2);
        if (parts.length < 2 || !parts[0].matches("[0-9]{1,18}")) {
            return false;
        }
        var changed = Files.getLastModifiedTime(folder).toInstant();
        return ProcessHandle.of(Long.parseLong(parts[0]))
                .flatMap(process -> process.info().startInstant())
                .map(start -> start.isAfter(changed))
                .orElse(true);
    }
}
