package com.samokoder.agents;

import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;

import java.util.Set;

/**
 * What an answer made of file blocks must and may hold.
 *
 * @param language in which the user is told of files that were not accepted
 * @param existing the project as it is
 * @param shown the files of the project that the model has read
 * @param about what the step is about, in words
 */
record FileOrder(
        BlockFormat format,
        BriefLanguage language,
        FileWriting.Rules rules,
        Snapshot existing,
        Set<ProjectPath> shown,
        String about) {

    Set<ProjectPath> required() {
        return rules.required();
    }

    boolean allows(ProjectPath path) {
        return rules.allowed().test(path);
    }

    boolean mayBeEmpty() {
        return rules.mayBeEmpty();
    }
}
