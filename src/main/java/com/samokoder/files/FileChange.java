package com.samokoder.files;

/** What one step does to one file. */
public sealed interface FileChange {

    ProjectPath path();

    /** The file's whole new text. */
    record Put(ProjectPath path, String content) implements FileChange {}

    record Delete(ProjectPath path) implements FileChange {}

    /**
     * Says what the file is about, as it is after the step; makes no version by itself.
     *
     * @param text what is longer than 300 characters is cut
     */
    record Summarize(ProjectPath path, String text) implements FileChange {}
}
