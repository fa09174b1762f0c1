package com.samokoder.platform.audit;

import java.util.Locale;

/**
 * How an audited attempt ended. What failed for technical reasons changed nothing and is not kept.
 */
public enum AuditOutcome {
    SUCCEEDED,
    REFUSED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
