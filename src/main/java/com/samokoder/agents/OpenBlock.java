package com.samokoder.agents;

import com.samokoder.files.ProjectPath;

import org.jspecify.annotations.Nullable;

/** A block of an answer whose end has not arrived. */
sealed interface OpenBlock permits OpenFile, OpenEdit {

    /** The path as the model wrote it. */
    String name();

    /** Null when the block was refused and is only skipped. */
    @Nullable ProjectPath path();

    void line(String text);

    /** What came is more than a file may hold. */
    void overflow();

    boolean tooLarge();

    /**
     * Whether the text ends with an end marker which lacks its word and at most a sentence after
     * it; they are taken off then.
     */
    boolean endsWithoutWord();
}
