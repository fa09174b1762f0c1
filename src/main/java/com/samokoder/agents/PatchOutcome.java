package com.samokoder.agents;

/** What became of the edits of one file. */
sealed interface PatchOutcome {

    record Applied(String text) implements PatchOutcome {}

    /**
     * One block does not fit, so none was applied.
     *
     * @param place of the block among those of the file, from 1
     * @param reason a key in the {@code agents} bundle
     * @param nearest the lines of the file that look most like the block, or those that are meant
     *     equally well
     */
    record Misfit(int place, Hunk hunk, String reason, String nearest) implements PatchOutcome {}
}
