package com.samokoder.files.checks;

/** A comment with its delimiters; {@code line} is the line it begins in. */
record Comment(int line, String text) {}
