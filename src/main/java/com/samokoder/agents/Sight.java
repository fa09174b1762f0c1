package com.samokoder.agents;

import com.samokoder.files.ProjectPath;

import java.util.Collection;
import java.util.Set;

/**
 * Which files a step needs to see.
 *
 * @param subject what the step is about
 * @param next what comes next, where there is room; then the rest by its relevance
 * @param told what the step tells the whole text of anyway
 * @param about what the step is about, in words: files that it names come before {@code next}
 */
record Sight(
        Collection<ProjectPath> subject,
        Collection<ProjectPath> next,
        Collection<ProjectPath> told,
        String about) {

    Sight(Collection<ProjectPath> subject, Collection<ProjectPath> next, String about) {
        this(subject, next, Set.of(), about);
    }
}
