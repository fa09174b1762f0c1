package com.samokoder.files.git;

import static java.util.Objects.requireNonNull;

import com.samokoder.auth.UserId;
import com.samokoder.projects.ProjectId;

import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes versions as commits. The same versions always give the same objects. */
final class CommitWriter {
    private static final int MANY = 100;

    private final HistoryRepository histories;
    private final UserId owner;
    private final ProjectId project;
    private final Repository repository;

    CommitWriter(
            HistoryRepository histories, UserId owner, ProjectId project, Repository repository) {
        this.histories = histories;
        this.owner = owner;
        this.project = project;
        this.repository = repository;
    }

    /**
     * Adds versions to a branch.
     *
     * @param head the commit of the version before them; null before the first
     * @return the last one's commit
     */
    @Nullable ObjectId append(List<History.Step> steps, @Nullable ObjectId head)
            throws IOException {
        var last = head;
        try (var inserter = inserter(steps)) {
            var blobs = new BlobWriter(histories, owner, inserter).write(steps);
            var tree = tree(head);
            for (var step : steps) {
                edit(tree, step, blobs);
                last = commit(step, tree.writeTree(inserter), last, inserter);
            }
            inserter.flush();
        }
        return last;
    }

    /** Much is written as one file, which is faster to write and to send; a little as it is. */
    private ObjectInserter inserter(List<History.Step> steps) {
        int changes = steps.stream().mapToInt(step -> step.changes().size()).sum();
        return changes + steps.size() >= MANY
                        && repository.getObjectDatabase() instanceof ObjectDirectory directory
                ? directory.newPackInserter()
                : repository.newObjectInserter();
    }

    private DirCache tree(@Nullable ObjectId commit) throws IOException {
        var tree = DirCache.newInCore();
        if (commit != null) {
            try (var walk = new RevWalk(repository)) {
                var builder = tree.builder();
                var root = walk.parseCommit(commit).getTree();
                builder.addTree(new byte[0], DirCacheEntry.STAGE_0, walk.getObjectReader(), root);
                builder.finish();
            }
        }
        return tree;
    }

    /** A version knows no modes: files keep theirs until a commit that was pushed changes it. */
    private static void edit(DirCache tree, History.Step step, Map<String, ObjectId> blobs) {
        var editor = tree.editor();
        for (var change : step.changes()) {
            var digest = change.sha256();
            editor.add(
                    digest == null
                            ? new DirCacheEditor.DeletePath(change.path())
                            : new Put(change.path(), requireNonNull(blobs.get(digest))));
        }
        editor.finish();
        var executables = step.executables();
        if (executables != null) {
            setModes(tree, new HashSet<>(executables));
        }
    }

    private static void setModes(DirCache tree, Set<String> executables) {
        var editor = tree.editor();
        for (int i = 0; i < tree.getEntryCount(); i++) {
            var path = tree.getEntry(i).getPathString();
            editor.add(new Mode(path, executables.contains(path)));
        }
        editor.finish();
    }

    private ObjectId commit(
            History.Step step, ObjectId tree, @Nullable ObjectId parent, ObjectInserter inserter)
            throws IOException {
        var pushed = step.commit();
        if (pushed != null) {
            return asPushed(step, pushed, tree, inserter);
        }
        var commit = new CommitBuilder();
        commit.setTreeId(tree);
        if (parent != null) {
            commit.setParentId(parent);
        }
        var author = Authors.of(owner, step);
        commit.setAuthor(author);
        commit.setCommitter(author);
        commit.setMessage(message(step));
        return inserter.insert(commit);
    }

    private ObjectId asPushed(
            History.Step step, byte[] commit, ObjectId tree, ObjectInserter inserter)
            throws IOException {
        if (!RevCommit.parse(commit).getTree().equals(tree)) {
            throw new IOException("version " + step.number() + " is not what was pushed");
        }
        if (step.merged()) {
            for (var object : histories.objects(owner, project, step.number())) {
                object.insertInto(inserter);
            }
        }
        return inserter.insert(Constants.OBJ_COMMIT, commit);
    }

    private static String message(History.Step step) {
        var message = step.message().isBlank() ? "Version " + step.number() : step.message();
        return message.endsWith("\n") ? message : message + "\n";
    }

    private static final class Put extends DirCacheEditor.PathEdit {
        private final ObjectId blob;

        Put(String path, ObjectId blob) {
            super(path);
            this.blob = blob;
        }

        @Override
        public void apply(DirCacheEntry entry) {
            if (entry.getRawMode() == 0) {
                entry.setFileMode(FileMode.REGULAR_FILE);
            }
            entry.setObjectId(blob);
        }
    }

    private static final class Mode extends DirCacheEditor.PathEdit {
        private final boolean executable;

        Mode(String path, boolean executable) {
            super(path);
            this.executable = executable;
        }

        @Override
        public void apply(DirCacheEntry entry) {
            entry.setFileMode(executable ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE);
        }
    }
}
