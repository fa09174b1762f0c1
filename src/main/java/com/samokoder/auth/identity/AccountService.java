package com.samokoder.auth.identity;

import com.samokoder.auth.AccountDeleted;
import com.samokoder.auth.CurrentUser;
import com.samokoder.auth.UserId;
import com.samokoder.platform.audit.AuditEntry;
import com.samokoder.platform.audit.AuditEvent;
import com.samokoder.platform.audit.AuditTrail;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.FieldProblem;
import com.samokoder.platform.web.ETags;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/** The signed-in user's account. */
@Service
class AccountService {
    private final IdentityProvider identities;
    private final ProfileRepository profiles;
    private final Administrators administrators;
    private final ActiveSessions sessions;
    private final ApplicationEventPublisher events;
    private final AuditTrail audit;

    AccountService(
            IdentityProvider identities,
            ProfileRepository profiles,
            Administrators administrators,
            ActiveSessions sessions,
            ApplicationEventPublisher events,
            AuditTrail audit) {
        this.identities = identities;
        this.profiles = profiles;
        this.administrators = administrators;
        this.sessions = sessions;
        this.events = events;
        this.audit = audit;
    }

    Tagged get(CurrentUser user) {
        return tagged(identities.get(user), profile(user.id()));
    }

    Account describe(Identity identity) {
        return tagged(identity, profile(identity.id())).account();
    }

    Tagged change(CurrentUser user, ProfileChange change, @Nullable String ifMatch) {
        var seen = profile(user.id());
        ETags.requireMatch(ifMatch, ETags.of(seen.version()));
        if (change.password() != null) {
            changePassword(user, change);
        }
        if (!change.touchesProfile()) {
            return get(user);
        }
        var version = (ifMatch == null) ? null : seen.version();
        var identity = identities.get(user);
        var whole = seen.touched() ? change : change.named(identity.fullName());
        return tagged(identity, profiles.change(user.id(), whole, version));
    }

    void delete(CurrentUser user, String password) {
        identities.requirePassword(user, password);
        events.publishEvent(new AccountDeleted(user.id()));
        identities.delete(user.id());
        sessions.forget(user.id());
        trace(AuditEvent.ACCOUNT_DELETE, user);
    }

    void logout(CurrentUser user, LogoutScope scope) {
        switch (scope) {
            case LOCAL -> identities.endSession(user);
            case GLOBAL -> identities.endAllSessions(user);
        }
        sessions.forget(user.id());
        var event =
                switch (scope) {
                    case LOCAL -> AuditEvent.SESSION_SIGN_OUT;
                    case GLOBAL -> AuditEvent.SESSION_SIGN_OUT_EVERYWHERE;
                };
        audit.record(AuditEntry.succeeded(event, user.id().value()).about(user.requireSession()));
    }

    /** What a session may do has changed. */
    void factorsChanged(CurrentUser user) {
        sessions.forget(user.id());
    }

    private void changePassword(CurrentUser user, ProfileChange change) {
        if (change.currentPassword() == null || change.password() == null) {
            throw ApiException.invalid(
                    new FieldProblem("/current_password", "required", "auth.current_password"));
        }
        var passwords = new PasswordChange(change.currentPassword(), change.password());
        identities.changePassword(user, passwords);
        sessions.forget(user.id());
        trace(AuditEvent.PASSWORD_CHANGE, user);
    }

    private void trace(AuditEvent event, CurrentUser user) {
        audit.record(AuditEntry.succeeded(event, user.id().value()));
    }

    private Profile profile(UserId user) {
        return profiles.find(user).orElse(Profile.UNTOUCHED);
    }

    private Tagged tagged(Identity identity, Profile profile) {
        var admin = administrators.include(identity.id(), identity.email());
        return new Tagged(Account.of(identity, profile, admin), ETags.of(profile.version()));
    }

    /** An account with the entity tag of its state. */
    record Tagged(Account account, String etag) {}
}
