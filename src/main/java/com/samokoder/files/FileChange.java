package com.samokoder.files;

/** What one step does to one file. */
public sealed interface FileChange {

    ProjectPath path();

    /** The file's whole new text. */
    record Put(ProjectPath path, String content) implements FileChange {}

    record Delete(ProjectPath path) implements FileChange {}
}
