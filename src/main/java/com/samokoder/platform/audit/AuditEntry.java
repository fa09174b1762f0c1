package com.samokoder.platform.audit;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * What is to be kept. When, from where and in which request it happened is added where it is
 * recorded.
 *
 * @param user who did it or was meant, where that is known
 * @param subject the id of what it was done to: a key, a token, a session, a factor
 * @param email the address that was tried; only a keyed hash of it is kept
 */
public record AuditEntry(
        AuditEvent event,
        AuditOutcome outcome,
        @Nullable UUID user,
        @Nullable UUID subject,
        @Nullable String email) {

    public static AuditEntry succeeded(AuditEvent event, UUID user) {
        return new AuditEntry(event, AuditOutcome.SUCCEEDED, user, null, null);
    }

    /**
     * @param user null where nobody knows
     */
    public static AuditEntry refused(AuditEvent event, @Nullable UUID user) {
        return new AuditEntry(event, AuditOutcome.REFUSED, user, null, null);
    }

    /** Something was asked for in the name of an address that nobody has proved. */
    public static AuditEntry unproved(AuditEvent event, AuditOutcome outcome, String email) {
        return new AuditEntry(event, outcome, null, null, email);
    }

    public AuditEntry about(UUID thing) {
        return new AuditEntry(event, outcome, user, thing, email);
    }

    public AuditEntry by(@Nullable UUID knownUser) {
        return new AuditEntry(event, outcome, knownUser, subject, email);
    }

    @Override
    public String toString() {
        return event.word() + " " + outcome.word();
    }
}
