package com.samokoder.runs;

/** Why a worker drops a run that is not over. */
enum Stop {
    /** The owner cancelled it. */
    CANCELLED,
    /** This process shuts down. */
    SHUTDOWN,
    /** Another worker has it, or it is gone. */
    LOST
}
