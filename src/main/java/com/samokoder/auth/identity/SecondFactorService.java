package com.samokoder.auth.identity;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.audit.AuditEntry;
import com.samokoder.platform.audit.AuditEvent;
import com.samokoder.platform.audit.AuditTrail;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.util.List;
import java.util.UUID;

/** Second factors, whose changes leave their traces. */
@Service
class SecondFactorService {
    private final SecondFactors factors;
    private final AccountService accounts;
    private final AuditTrail audit;

    SecondFactorService(SecondFactors factors, AccountService accounts, AuditTrail audit) {
        this.factors = factors;
        this.accounts = accounts;
        this.audit = audit;
    }

    List<SecondFactor> list(CurrentUser user) {
        return factors.list(user);
    }

    Enrolment enrol(CurrentUser user, @Nullable String name) {
        var enrolment = factors.enrol(user, name);
        trace(AuditEvent.SECOND_FACTOR_ENROL, user, enrolment.id());
        return enrolment;
    }

    Challenge challenge(CurrentUser user, UUID factor) {
        return factors.challenge(user, factor);
    }

    Session verify(CurrentUser user, UUID factor, SecondFactorCode code) {
        var session = verified(user, factor, code);
        accounts.factorsChanged(user);
        trace(AuditEvent.SECOND_FACTOR_VERIFY, user, factor);
        return session;
    }

    private Session verified(CurrentUser user, UUID factor, SecondFactorCode code) {
        try {
            return factors.verify(user, factor, code);
        } catch (ApiException refused) {
            if (refused.code() == ErrorCode.INVALID_CREDENTIALS) {
                audit.record(
                        AuditEntry.refused(AuditEvent.SECOND_FACTOR_VERIFY, user.id().value())
                                .about(factor));
            }
            throw refused;
        }
    }

    void remove(CurrentUser user, UUID factor) {
        factors.remove(user, factor);
        accounts.factorsChanged(user);
        trace(AuditEvent.SECOND_FACTOR_REMOVE, user, factor);
    }

    private void trace(AuditEvent event, CurrentUser user, UUID factor) {
        audit.record(AuditEntry.succeeded(event, user.id().value()).about(factor));
    }
}
