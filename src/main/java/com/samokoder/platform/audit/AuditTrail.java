package com.samokoder.platform.audit;

/** Keeps what happened. */
public interface AuditTrail {

    /**
     * Writes a log line at once and the row a moment later: no caller waits for it, nor fails with
     * it, so that no answer's time tells what was recorded.
     */
    void record(AuditEntry entry);
}
