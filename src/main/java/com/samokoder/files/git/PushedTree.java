package com.samokoder.files.git;

import com.samokoder.files.ProjectPath;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The files of a pushed commit, held to the rules of versions. A version must give back the very
 * tree that was pushed, or the commit would lose its hash.
 */
final class PushedTree {
    private static final int MOST_FILES = 2000;

    private final RevCommit commit;
    private final List<String> executables = new ArrayList<>();

    /**
     * Each file, and each folder with a slash behind it, by what it is where case does not count.
     */
    private final Map<String, String> places = new HashMap<>();

    private int count;

    private PushedTree(RevCommit commit) {
        this.commit = commit;
    }

    /** Reads a commit's files and answers which of them can be run. */
    static List<String> executables(RevCommit commit, ObjectReader reader) throws IOException {
        var tree = new PushedTree(commit);
        tree.read(reader);
        return tree.executables;
    }

    private void read(ObjectReader reader) throws IOException {
        try (var walk = new TreeWalk(reader)) {
            walk.addTree(commit.getTree());
            while (walk.next()) {
                if (walk.isSubtree()) {
                    requireCanonical(walk, FileMode.TREE);
                    walk.enterSubtree();
                } else {
                    add(walk, walk.getFileMode());
                }
            }
        }
    }

    private void add(TreeWalk walk, FileMode mode) {
        var path = walk.getPathString();
        if (mode == FileMode.SYMLINK) {
            throw refusal("git.link", path);
        }
        if (mode == FileMode.GITLINK) {
            throw refusal("git.submodule", path);
        }
        requireCanonical(walk, mode);
        if (ProjectPath.parse(path).filter(valid -> valid.value().equals(path)).isEmpty()) {
            throw refusal("git.path", path);
        }
        if (++count > MOST_FILES) {
            throw refusal("git.too_many_files", MOST_FILES);
        }
        occupy(path);
        if (mode == FileMode.EXECUTABLE_FILE) {
            executables.add(path);
        }
    }

    /** What another tree of the same files would not be written like. */
    private void requireCanonical(TreeWalk walk, FileMode mode) {
        boolean empty = walk.getObjectId(0).equals(Constants.EMPTY_TREE_ID);
        boolean utf8 = Arrays.equals(Constants.encode(walk.getPathString()), walk.getRawPath());
        if (walk.getRawMode(0) != mode.getBits() || empty || !utf8) {
            throw refusal("git.tree");
        }
    }

    /** Where case does not count, two files must not meet, nor a file and a folder. */
    private void occupy(String path) {
        var key = path.toLowerCase(Locale.ROOT);
        var other = places.put(key, path);
        if (other != null) {
            throw refusal("git.collision", path, other);
        }
        for (int end = key.lastIndexOf('/'); end > 0; end = key.lastIndexOf('/', end - 1)) {
            var folder = path.substring(0, end) + "/";
            var place = places.putIfAbsent(key.substring(0, end), folder);
            if (place == null) {
                continue;
            }
            if (!place.endsWith("/")) {
                throw refusal("git.collision", path, place);
            }
            return;
        }
    }

    private ApiException refusal(String key, Object... arguments) {
        var all = new Object[arguments.length + 1];
        all[0] = commit.abbreviate(8).name();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return ApiException.of(ErrorCode.INVALID_REQUEST, key, all);
    }
}
