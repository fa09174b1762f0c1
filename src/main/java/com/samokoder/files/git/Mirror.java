package com.samokoder.files.git;

import com.samokoder.auth.UserId;
import com.samokoder.projects.ProjectId;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A project's versions as a bare repository on disk. It only ever grows, so it may be read while it
 * catches up; it is removed when nobody reads it.
 */
final class Mirror {
    private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);
    static final String BRANCH = Constants.R_HEADS + "main";

    private final UserId owner;
    private final ProjectId project;
    private final Path folder;
    private final HistoryRepository histories;
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private final Lock writing = new ReentrantLock();

    private @Nullable Repository repository;
    private int version;
    private @Nullable ObjectId commit;
    private boolean removed;
    private volatile long size;
    private volatile long lastUse;

    Mirror(UserId owner, ProjectId project, Path folder, HistoryRepository histories) {
        this.owner = owner;
        this.project = project;
        this.folder = folder;
        this.histories = histories;
    }

    /** A repository at one moment. */
    record View(Repository repository, Path folder, int version, @Nullable ObjectId commit) {}

    interface Reader {
        void read(View view) throws IOException;
    }

    /**
     * Brings the repository up to date and lets it be read.
     *
     * @param moment grows from one call to the next
     * @return whether it still was there
     */
    boolean read(long moment, Reader reader) throws IOException {
        use.readLock().lock();
        try {
            if (removed) {
                return false;
            }
            lastUse = moment;
            reader.read(catchUp());
            return true;
        } finally {
            use.readLock().unlock();
        }
    }

    private View catchUp() throws IOException {
        writing.lock();
        try {
            var target = open();
            var history = histories.after(owner, project, version);
            if (history.head() < version) {
                // The database was put back to an earlier state.
                move(target, 0, null);
                history = histories.after(owner, project, 0);
            }
            while (!history.steps().isEmpty()) {
                var writer = new CommitWriter(histories, owner, project, target);
                var head = writer.append(history.steps(), commit);
                move(target, history.steps().getLast().number(), head);
                history = histories.after(owner, project, version);
            }
            return new View(target, folder, version, commit);
        } finally {
            writing.unlock();
        }
    }

    private Repository open() throws IOException {
        var opened = repository;
        if (opened == null) {
            opened = create(folder, null);
            repository = opened;
        }
        return opened;
    }

    /**
     * Makes an empty repository.
     *
     * @param base where the objects are that it need not have itself
     */
    static Repository create(Path folder, @Nullable Path base) throws IOException {
        var builder = new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare();
        if (base != null) {
            builder.addAlternateObjectDirectory(base.resolve("objects").toFile());
        }
        var repository = builder.build();
        repository.create(true);
        repository.updateRef(Constants.HEAD).link(BRANCH);
        var config = repository.getConfig();
        config.setInt("gc", null, "auto", 0);
        config.setBoolean("receive", null, "autogc", false);
        config.save();
        return repository;
    }

    private void move(Repository target, int number, @Nullable ObjectId head) throws IOException {
        if (head != null) {
            point(target, head);
            size = DiskUse.of(folder);
        }
        version = number;
        commit = head;
    }

    static void point(Repository repository, ObjectId head) throws IOException {
        var update = repository.updateRef(BRANCH);
        update.setNewObjectId(head);
        update.setForceUpdate(true);
        update.disableRefLog();
        var result = update.update();
        switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
            default -> throw new IOException("the branch was not moved: " + result);
        }
    }

    long size() {
        return size;
    }

    long lastUse() {
        return lastUse;
    }

    /** Deletes the repository, unless somebody reads it. */
    boolean remove() {
        if (!use.writeLock().tryLock()) {
            return false;
        }
        try {
            removed = true;
            if (repository != null) {
                repository.close();
            }
            FileSystemUtils.deleteRecursively(folder);
            return true;
        } catch (IOException stays) {
            LOG.warn("A repository stays in {}", folder, stays);
            return true;
        } finally {
            use.writeLock().unlock();
        }
    }
}
