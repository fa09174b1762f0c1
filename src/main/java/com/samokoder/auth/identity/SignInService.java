package com.samokoder.auth.identity;

import com.samokoder.platform.audit.AuditEntry;
import com.samokoder.platform.audit.AuditEvent;
import com.samokoder.platform.audit.AuditOutcome;
import com.samokoder.platform.audit.AuditTrail;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.springframework.stereotype.Service;

import java.util.function.Supplier;

/** Ways in, each of which leaves its trace. */
@Service
class SignInService {
    private final IdentityProvider identities;
    private final AccountService accounts;
    private final AuditTrail audit;

    SignInService(IdentityProvider identities, AccountService accounts, AuditTrail audit) {
        this.identities = identities;
        this.accounts = accounts;
        this.audit = audit;
    }

    Registration register(RegistrationRequest account) {
        var email = IdentityProperties.normalise(account.email());
        var made = traced(AuditEvent.ACCOUNT_REGISTER, email, () -> identities.register(account));
        var session = made.session();
        // Without one, the id is as likely to be one that stands for an address that is taken.
        audit.record(
                new AuditEntry(
                        AuditEvent.ACCOUNT_REGISTER,
                        AuditOutcome.SUCCEEDED,
                        session == null ? null : made.identity().id().value(),
                        null,
                        email));
        return made;
    }

    /** A wrong password leaves its trace where it is checked. */
    SignedIn login(Credentials credentials) {
        return admitted(AuditEvent.SESSION_SIGN_IN, identities.login(credentials));
    }

    /** Goes on in a session; a trace of each would hide the others. */
    SignedIn refresh(String refreshToken) {
        return signedIn(identities.refresh(refreshToken));
    }

    /** The trace is the same whether there is such an account or not. */
    void recover(String email) {
        identities.recover(email);
        audit.record(
                AuditEntry.unproved(
                        AuditEvent.PASSWORD_RECOVER,
                        AuditOutcome.SUCCEEDED,
                        IdentityProperties.normalise(email)));
    }

    SignedIn verify(MailedToken token) {
        var email = IdentityProperties.normalise(token.email());
        var session = traced(AuditEvent.SESSION_VERIFY_MAIL, email, () -> identities.verify(token));
        return admitted(AuditEvent.SESSION_VERIFY_MAIL, session);
    }

    private <T> T traced(AuditEvent event, String email, Supplier<T> attempt) {
        try {
            return attempt.get();
        } catch (ApiException refused) {
            if (refused.code().status() < 500 && refused.code() != ErrorCode.INVALID_REQUEST) {
                audit.record(AuditEntry.unproved(event, AuditOutcome.REFUSED, email));
            }
            throw refused;
        }
    }

    private SignedIn admitted(AuditEvent event, Session session) {
        audit.record(AuditEntry.succeeded(event, session.identity().id().value()));
        return signedIn(session);
    }

    private SignedIn signedIn(Session session) {
        return SignedIn.of(session, accounts.describe(session.identity()));
    }
}
