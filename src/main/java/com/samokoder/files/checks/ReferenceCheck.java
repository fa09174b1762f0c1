package com.samokoder.files.checks;

/** Compares what one file refers to with what there is. */
interface ReferenceCheck {
    void check(Outline file);
}
