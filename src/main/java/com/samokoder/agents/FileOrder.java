package com.samokoder.agents;

import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;

import java.util.Set;
import java.util.function.Predicate;

/**
 * What an answer made of file blocks must and may hold.
 *
 * @param language in which the user is told of files that were not accepted
 * @param required files that must be written
 * @param allowed the files that may be touched at all
 * @param existing the project as it is
 * @param shown the files of the project that the model has read
 * @param mayBeEmpty whether nothing needs to be written, where the model insists
 */
record FileOrder(
        BlockFormat format,
        BriefLanguage language,
        Set<ProjectPath> required,
        Predicate<ProjectPath> allowed,
        Snapshot existing,
        Set<ProjectPath> shown,
        boolean mayBeEmpty) {}
