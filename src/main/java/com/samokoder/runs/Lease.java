package com.samokoder.runs;

import com.samokoder.auth.UserId;

/**
 * The right to work on a run.
 *
 * @param epoch which claim it is; the database refuses every epoch but the newest
 */
record Lease(RunId run, UserId user, long epoch) {}
