package com.samokoder.files.git;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the commits of a push refer to beyond the versions that they become: the other parents of
 * merges, and the trees and files that only these have.
 */
final class MergedObjects {
    private static final long MOST_BYTES = 8L << 20;
    private static final int MOST = 5000;

    private final Repository repository;
    private final List<MergedObject> found = new ArrayList<>();
    private long bytes;

    private MergedObjects(Repository repository) {
        this.repository = repository;
    }

    static List<MergedObject> find(
            Repository repository, List<MainLine.Link> line, @Nullable ObjectId base)
            throws IOException {
        if (line.stream().allMatch(link -> link.commit().getParentCount() < 2)) {
            return List.of();
        }
        var objects = new MergedObjects(repository);
        objects.walk(line, base);
        return List.copyOf(objects.found);
    }

    private void walk(List<MainLine.Link> line, @Nullable ObjectId base) throws IOException {
        var versions = new HashSet<ObjectId>();
        try (var walk = new ObjectWalk(repository)) {
            if (base != null) {
                walk.markUninteresting(walk.parseCommit(base));
            }
            for (var link : line) {
                versions.add(link.commit().copy());
                walk.markUninteresting(walk.parseTree(link.commit().getTree()));
                walk.markStart(walk.parseCommit(link.commit()));
            }
            collect(walk, versions);
        }
    }

    private void collect(ObjectWalk walk, Set<ObjectId> versions) throws IOException {
        for (RevCommit commit = walk.next(); commit != null; commit = walk.next()) {
            if (!versions.contains(commit)) {
                add(commit);
            }
        }
        for (RevObject object = walk.nextObject(); object != null; object = walk.nextObject()) {
            add(object);
        }
    }

    private void add(RevObject object) throws IOException {
        var content = repository.open(object, object.getType()).getCachedBytes();
        bytes += content.length;
        if (bytes > MOST_BYTES || found.size() == MOST) {
            throw ApiException.of(ErrorCode.INVALID_REQUEST, "git.merge");
        }
        found.add(MergedObject.of(object.getType(), content));
    }
}
