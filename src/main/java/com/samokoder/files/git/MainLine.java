package com.samokoder.files.git;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * The commits that become versions: from the branch's commit to the pushed one, over the first
 * parents as long as these lead there. After {@code git pull} the branch is the merge's second
 * parent.
 */
final class MainLine {
    private static final int MOST = 200;

    private final RevWalk walk;
    private final @Nullable RevCommit base;

    MainLine(RevWalk walk, @Nullable AnyObjectId base) throws IOException {
        this.walk = walk;
        this.base = base == null ? null : walk.parseCommit(base);
    }

    /** A commit and the one that its version follows; null before the first. */
    record Link(RevCommit commit, @Nullable RevCommit before) {}

    /** Oldest first. */
    List<Link> to(AnyObjectId tip) throws IOException {
        var line = new ArrayDeque<Link>();
        Optional<RevCommit> next = Optional.of(walk.parseCommit(tip));
        while (next.isPresent() && !next.get().equals(base)) {
            if (line.size() == MOST) {
                throw ApiException.of(ErrorCode.INVALID_REQUEST, "git.too_many_commits", MOST);
            }
            var before = before(next.get());
            line.addFirst(new Link(next.get(), before.orElse(null)));
            next = before;
        }
        if (next.isEmpty() && base != null) {
            throw ApiException.of(ErrorCode.INVALID_REQUEST, "git.not_fast_forward");
        }
        return List.copyOf(line);
    }

    private Optional<RevCommit> before(RevCommit commit) throws IOException {
        for (var parent : commit.getParents()) {
            if (parent.equals(base)) {
                return Optional.of(parent);
            }
        }
        for (var parent : commit.getParents()) {
            if (commit.getParentCount() == 1 || leadsToBase(parent)) {
                return Optional.of(walk.parseCommit(parent));
            }
        }
        return Optional.empty();
    }

    private boolean leadsToBase(RevCommit commit) throws IOException {
        return base == null || walk.isMergedInto(base, walk.parseCommit(commit));
    }
}
