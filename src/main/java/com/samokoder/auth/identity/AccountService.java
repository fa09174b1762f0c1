package com.samokoder.auth.identity;

import com.samokoder.auth.AccountDeleted;
import com.samokoder.auth.CurrentUser;
import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.errors.FieldProblem;
import com.samokoder.platform.web.ETags;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

import java.util.UUID;

/** The signed-in user's account. */
@Service
class AccountService {
    private final IdentityProvider identities;
    private final ProfileRepository profiles;
    private final Administrators administrators;
    private final ActiveSessions sessions;
    private final ApplicationEventPublisher events;

    AccountService(
            IdentityProvider identities,
            ProfileRepository profiles,
            Administrators administrators,
            ActiveSessions sessions,
            ApplicationEventPublisher events) {
        this.identities = identities;
        this.profiles = profiles;
        this.administrators = administrators;
        this.sessions = sessions;
        this.events = events;
    }

    Tagged get(UserId user) {
        return tagged(identities.get(user), profile(user));
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
            return get(user.id());
        }
        var version = (ifMatch == null) ? null : seen.version();
        return tagged(identities.get(user.id()), profiles.change(user.id(), change, version));
    }

    void delete(CurrentUser user, String password) {
        identities.requirePassword(user.id(), password);
        events.publishEvent(new AccountDeleted(user.id()));
        identities.delete(user.id());
        sessions.forget(user.id());
    }

    void logout(CurrentUser user, LogoutScope scope) {
        switch (scope) {
            case LOCAL -> identities.endSession(user.id(), sessionOf(user));
            case GLOBAL -> identities.endAllSessions(user.id());
        }
        sessions.forget(user.id());
    }

    private void changePassword(CurrentUser user, ProfileChange change) {
        if (change.currentPassword() == null || change.password() == null) {
            throw ApiException.invalid(
                    new FieldProblem("/current_password", "required", "auth.current_password"));
        }
        var passwords = new PasswordChange(change.currentPassword(), change.password());
        identities.changePassword(user.id(), sessionOf(user), passwords);
        sessions.forget(user.id());
    }

    private Profile profile(UserId user) {
        return profiles.find(user).orElse(Profile.UNTOUCHED);
    }

    private Tagged tagged(Identity identity, Profile profile) {
        var admin = administrators.include(identity.id(), identity.email());
        return new Tagged(Account.of(identity, profile, admin), ETags.of(profile.version()));
    }

    private static UUID sessionOf(CurrentUser user) {
        var session = user.sessionId();
        if (session == null) {
            throw ApiException.of(ErrorCode.FORBIDDEN);
        }
        return session;
    }

    /** An account with the entity tag of its state. */
    record Tagged(Account account, String etag) {}
}
