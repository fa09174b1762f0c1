package com.samokoder.agents;

import com.samokoder.files.ProjectPath;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What one answer's blocks came to.
 *
 * @param blocks the complete ones; at most one for each file
 * @param problems why the answer as a whole is not valid; empty when it is
 * @param unfinished the file in which the answer broke off, or null
 * @param said what stands beside the blocks
 */
record FileBlocks(
        List<FileBlock> blocks,
        List<AnswerProblem> problems,
        @Nullable ProjectPath unfinished,
        String said) {}
