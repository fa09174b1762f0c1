package com.samokoder.runs;

import java.util.List;

/**
 * A stretch of a run's log.
 *
 * @param ended whether the run is over
 * @param lastSeq the newest event there is, shown here or not
 */
record EventLog(boolean ended, long lastSeq, List<RunEvent> events) {}
