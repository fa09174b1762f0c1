package com.samokoder.agents;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * How far a task of a plan is.
 *
 * @param attempts how often the developer worked on it
 * @param reviews how often it was sent back
 * @param repairs how often the troubleshooter worked on it since the developer did
 * @param feedback the reviewer's reasons of the last time, or null; on an accepted task, what was
 *     still open when the reviews were used up
 * @param diff what was changed since the last review; null where nobody is to read it
 * @param broken the files in which the checks found mistakes
 */
public record TaskProgress(
        String taskId,
        Status status,
        int attempts,
        int reviews,
        @Nullable Integer repairs,
        @Nullable String feedback,
        @Nullable String diff,
        @Nullable List<String> broken) {
    public enum Status {
        TODO,
        /** The checks found mistakes in what was written. */
        BROKEN,
        DEVELOPED,
        ACCEPTED
    }

    static TaskProgress todo(String taskId) {
        return new TaskProgress(taskId, Status.TODO, 0, 0, null, null, null, null);
    }

    int repairsOrNone() {
        return repairs == null ? 0 : repairs;
    }

    TaskProgress developed(Status reached, String changed) {
        return new TaskProgress(
                taskId, reached, attempts + 1, reviews, 0, feedback, open(reached, changed), null);
    }

    /**
     * @param changed by the developer and by all repairs
     */
    TaskProgress repaired(Status reached, String changed) {
        return new TaskProgress(
                taskId,
                reached,
                attempts,
                reviews,
                repairsOrNone() + 1,
                feedback,
                open(reached, changed),
                null);
    }

    private static @Nullable String open(Status reached, String changed) {
        return reached == Status.ACCEPTED ? null : changed;
    }

    TaskProgress sentBack(String reasons) {
        return new TaskProgress(taskId, Status.TODO, attempts, reviews + 1, 0, reasons, null, null);
    }

    TaskProgress accepted(@Nullable String openRemarks) {
        return new TaskProgress(
                taskId, Status.ACCEPTED, attempts, reviews, repairs, openRemarks, null, null);
    }

    TaskProgress withBroken(List<String> files) {
        return new TaskProgress(taskId, status, attempts, reviews, repairs, feedback, diff, files);
    }

    List<String> brokenFiles() {
        return broken == null ? List.of() : broken;
    }
}
