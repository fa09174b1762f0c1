package com.samokoder.auth.local;

import com.samokoder.auth.CurrentUser;
import com.samokoder.auth.UserId;
import com.samokoder.auth.identity.Credentials;
import com.samokoder.auth.identity.Identity;
import com.samokoder.auth.identity.IdentityProperties;
import com.samokoder.auth.identity.IdentityProvider;
import com.samokoder.auth.identity.MailedToken;
import com.samokoder.auth.identity.PasswordChange;
import com.samokoder.auth.identity.PasswordRules;
import com.samokoder.auth.identity.Registration;
import com.samokoder.auth.identity.RegistrationRequest;
import com.samokoder.auth.identity.Session;
import com.samokoder.auth.identity.SessionState;
import com.samokoder.auth.identity.WrongGuesses;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.supabase.WithoutSupabase;
import com.samokoder.platform.time.Ids;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.util.Optional;

/** Users in our own database. There is no mail server, so addresses are not confirmed. */
@WithoutSupabase
@Component
final class LocalIdentityProvider implements IdentityProvider {
    private static final Logger LOG = LoggerFactory.getLogger(LocalIdentityProvider.class);

    private final UserDirectory users;
    private final LocalSessions sessions;
    private final Passwords passwords;
    private final PasswordRules rules;
    private final WrongGuesses guesses;
    private final Ids ids;

    LocalIdentityProvider(
            UserDirectory users,
            LocalSessions sessions,
            Passwords passwords,
            PasswordRules rules,
            WrongGuesses guesses,
            Ids ids) {
        this.users = users;
        this.sessions = sessions;
        this.passwords = passwords;
        this.rules = rules;
        this.guesses = guesses;
        this.ids = ids;
    }

    @Override
    public Registration register(RegistrationRequest account) {
        var email = IdentityProperties.normalise(account.email());
        rules.require(account.password(), email);
        var hash = passwords.hash(account.password());
        var wanted = new UserDirectory.NewUser(email, hash, account.fullName());
        var ticket = sessions.ticket();
        var made = make(wanted, ticket);
        LOG.info("Registered user {}", made.id());
        return new Registration(made, sessions.admit(made, ticket));
    }

    /** The answer does not say what stood in the way, though who may guess will guess. */
    private Identity make(UserDirectory.NewUser wanted, Ticket ticket) {
        try {
            var user = new UserId(ids.next());
            return users.register(user, wanted, ticket, sessions.lifetimeSeconds()).identity();
        } catch (ApiException refused) {
            throw (refused.code() == ErrorCode.CONFLICT)
                    ? ApiException.of(ErrorCode.CONFLICT, "auth.not_registered").withCause(refused)
                    : refused;
        }
    }

    @Override
    public Session login(Credentials credentials) {
        var email = IdentityProperties.normalise(credentials.email());
        var stored = checked(email, credentials.password(), users.find(email));
        return sessions.open(stored.identity());
    }

    /** Spends one of the address's guesses where the password is wrong. */
    private StoredCredentials checked(
            String email, String password, Optional<StoredCredentials> stored) {
        guesses.requireLeft(email);
        var hash = stored.map(StoredCredentials::passwordHash).orElse(null);
        if (!passwords.match(password, hash)) {
            guesses.count(email, stored.map(StoredCredentials::id).orElse(null));
            LOG.info("Refused a password");
            throw refused();
        }
        return stored.orElseThrow(LocalIdentityProvider::refused);
    }

    @Override
    public Session refresh(String refreshToken) {
        return sessions.refresh(refreshToken);
    }

    @Override
    public Identity get(CurrentUser user) {
        return users.find(user.id()).orElseThrow(ApiException::notFound).identity();
    }

    @Override
    public SessionState sessionState(CurrentUser user) {
        return sessions.active(user.id(), user.requireSession())
                ? SessionState.ACTIVE
                : SessionState.ENDED;
    }

    /** A user who was removed has no access tokens either. */
    @Override
    public boolean accountActive(UserId user) {
        return true;
    }

    @Override
    public void endSession(CurrentUser user) {
        sessions.end(user.id(), user.requireSession());
    }

    @Override
    public void endAllSessions(CurrentUser user) {
        sessions.endAll(user.id());
    }

    @Override
    public void changePassword(CurrentUser user, PasswordChange change) {
        var stored = users.find(user.id()).orElseThrow(ApiException::notFound);
        rules.require(change.newPassword(), stored.email());
        var current = checked(stored.email(), change.currentPassword(), Optional.of(stored));
        users.changePassword(
                user.id(),
                current.requirePasswordHash(),
                passwords.hash(change.newPassword()),
                user.requireSession());
    }

    @Override
    public void requirePassword(CurrentUser user, String password) {
        var stored = users.find(user.id()).orElseThrow(ApiException::notFound);
        checked(stored.email(), password, Optional.of(stored));
    }

    @Override
    public void delete(UserId user) {
        users.delete(user);
    }

    @Override
    public void recover(String email) {
        throw withoutMail();
    }

    @Override
    public Session verify(MailedToken token) {
        throw withoutMail();
    }

    private static ApiException refused() {
        return ApiException.of(ErrorCode.INVALID_CREDENTIALS);
    }

    private static ApiException withoutMail() {
        return ApiException.of(ErrorCode.NOT_CONFIGURED, "auth.no_mail");
    }
}
