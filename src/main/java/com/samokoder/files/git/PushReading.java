package com.samokoder.files.git;

import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads pushed commits as versions: everything is checked first, then contents are taken in. */
final class PushReading {
    private static final int LONGEST_COMMIT = 64 << 10;
    private static final int MOST_CHANGES = 20_000;

    private final Repository repository;
    private final HistoryRepository histories;
    private final UserId owner;

    PushReading(Repository repository, HistoryRepository histories, UserId owner) {
        this.repository = repository;
        this.histories = histories;
        this.owner = owner;
    }

    List<PushedCommit> read(ObjectId tip, @Nullable ObjectId base) throws IOException {
        try (var walk = new RevWalk(repository)) {
            var reader = walk.getObjectReader();
            var line = new MainLine(walk, base).to(tip);
            var executables = new ArrayList<List<String>>();
            for (var link : line) {
                executables.add(PushedTree.executables(link.commit(), reader));
            }
            var objects = MergedObjects.find(repository, line, base);
            var stage = new BlobStage(histories, owner, reader);
            var commits = new ArrayList<PushedCommit>();
            int changes = 0;
            for (int i = 0; i < line.size(); i++) {
                var brought = i == 0 ? objects : List.<MergedObject>of();
                var commit = commit(line.get(i), executables.get(i), brought, stage, reader);
                changes += commit.changes().size();
                if (changes > MOST_CHANGES) {
                    throw ApiException.of(ErrorCode.INVALID_REQUEST, "git.too_many_changes");
                }
                commits.add(commit);
            }
            stage.flush();
            return commits;
        }
    }

    private static PushedCommit commit(
            MainLine.Link link,
            List<String> executables,
            List<MergedObject> objects,
            BlobStage stage,
            ObjectReader reader)
            throws IOException {
        var content = link.commit().getRawBuffer();
        if (content.length > LONGEST_COMMIT) {
            throw ApiException.of(
                    ErrorCode.INVALID_REQUEST, "git.commit", link.commit().abbreviate(8).name());
        }
        var message = link.commit().getFullMessage().replace("\0", "").strip();
        return new PushedCommit(
                message, content, executables, changes(link, stage, reader), objects);
    }

    private static List<History.Change> changes(
            MainLine.Link link, BlobStage stage, ObjectReader reader) throws IOException {
        var changes = new ArrayList<History.Change>();
        try (var walk = new TreeWalk(reader)) {
            addTree(walk, link.before());
            addTree(walk, link.commit());
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            while (walk.next()) {
                if (walk.getRawMode(1) == 0) {
                    changes.add(new History.Change(walk.getPathString(), null, 0));
                } else if (!walk.idEqual(0, 1)) {
                    var content = stage.add(walk.getObjectId(1));
                    changes.add(
                            new History.Change(
                                    walk.getPathString(), content.sha256(), content.size()));
                }
            }
        }
        return changes;
    }

    private static void addTree(TreeWalk walk, @Nullable RevCommit commit) throws IOException {
        if (commit == null) {
            walk.addTree(new EmptyTreeIterator());
        } else {
            walk.addTree(commit.getTree());
        }
    }
}
