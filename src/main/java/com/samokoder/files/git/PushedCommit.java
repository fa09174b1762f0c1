package com.samokoder.files.git;

import java.util.List;

/**
 * A commit that becomes a version.
 *
 * @param content its bytes
 * @param executables what of all its files can be run
 * @param changes against the version before it
 * @param objects what it brings along
 */
record PushedCommit(
        String message,
        byte[] content,
        List<String> executables,
        List<History.Change> changes,
        List<MergedObject> objects) {}
