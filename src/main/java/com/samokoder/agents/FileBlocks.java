package com.samokoder.agents;

import com.samokoder.files.FileChange;
import com.samokoder.files.ProjectPath;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What one answer's file blocks came to.
 *
 * @param changes the complete ones
 * @param problems why the answer as a whole is not valid; empty when it is
 * @param unfinished the file in which the answer broke off, or null
 */
record FileBlocks(
        List<FileChange> changes, List<AnswerProblem> problems, @Nullable ProjectPath unfinished) {}
