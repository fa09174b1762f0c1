package com.samokoder.files;

import java.util.List;
import java.util.Optional;

/** What agents may not touch in a project. The database leaves out of a version what they try. */
public record LockedPaths(List<PathGlob> globs) {
    public LockedPaths {
        globs = List.copyOf(globs);
    }

    public static LockedPaths none() {
        return new LockedPaths(List.of());
    }

    /** The first lock that covers the path. */
    public Optional<PathGlob> findLock(ProjectPath path) {
        return globs.stream().filter(glob -> glob.covers(path)).findFirst();
    }

    public boolean cover(ProjectPath path) {
        return findLock(path).isPresent();
    }
}
