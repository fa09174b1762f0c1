package com.samokoder.agents;

import com.samokoder.files.ProjectPath;

import java.util.List;

/** What an answer does to one file. */
sealed interface FileBlock {

    ProjectPath path();

    /**
     * @param summary what the file holds, in one line; empty where the answer does not say
     */
    record Whole(ProjectPath path, String text, String summary) implements FileBlock {}

    record Edit(ProjectPath path, List<Hunk> hunks, String summary) implements FileBlock {}

    record Delete(ProjectPath path) implements FileBlock {}
}
