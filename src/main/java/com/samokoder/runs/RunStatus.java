package com.samokoder.runs;

/** Where a run is. */
enum RunStatus {
    QUEUED,
    RUNNING,
    AWAITING_INPUT,
    PAUSED,
    COMPLETED,
    FAILED,
    CANCELLED
}
