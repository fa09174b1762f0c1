package com.samokoder.auth.supabase;

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
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.supabase.OnSupabase;

import org.springframework.stereotype.Component;

import java.util.Map;

/** Users in Supabase Auth. Nothing but its code words decides what a refusal means. */
@OnSupabase
@Component
final class SupabaseIdentityProvider implements IdentityProvider {
    private final AuthCalls calls;
    private final AuthSessions sessions;
    private final PasswordSignIn signIn;
    private final AuthMail mail;
    private final PasswordRules rules;

    SupabaseIdentityProvider(
            AuthCalls calls,
            AuthSessions sessions,
            PasswordSignIn signIn,
            AuthMail mail,
            PasswordRules rules) {
        this.calls = calls;
        this.sessions = sessions;
        this.signIn = signIn;
        this.mail = mail;
        this.rules = rules;
    }

    /** A taken address that must be confirmed is answered like a new one, by Supabase Auth. */
    @Override
    public Registration register(RegistrationRequest account) {
        var email = IdentityProperties.normalise(account.email());
        rules.require(account.password(), email);
        BcryptLimit.require(account.password());
        var data = AuthCalls.fields("full_name", account.fullName());
        var body = Map.of("email", email, "password", account.password(), "data", data);
        try {
            var answer = calls.post("signup", body);
            if (answer.has("access_token")) {
                var session = calls.as(answer, AuthSession.class).session();
                return new Registration(session.identity(), session);
            }
            return new Registration(calls.as(answer, AuthUser.class).identity(), null);
        } catch (AuthRefusal refused) {
            throw switch (refused.code()) {
                case "user_already_exists", "email_exists" ->
                        ApiException.of(ErrorCode.CONFLICT, "auth.not_registered")
                                .withCause(refused);
                default -> AuthErrors.translate(refused);
            };
        }
    }

    @Override
    public Session login(Credentials credentials) {
        var email = IdentityProperties.normalise(credentials.email());
        return signIn.open(email, credentials.password()).session();
    }

    @Override
    public Session refresh(String refreshToken) {
        return sessions.refresh(refreshToken);
    }

    @Override
    public Identity get(CurrentUser user) {
        return sessions.owner(user).identity();
    }

    @Override
    public SessionState sessionState(CurrentUser user) {
        return sessions.state(user);
    }

    @Override
    public boolean accountActive(UserId user) {
        return sessions.accountActive(user);
    }

    @Override
    public void endSession(CurrentUser user) {
        sessions.end(user.requireBearer().jwt(), "local");
    }

    @Override
    public void endAllSessions(CurrentUser user) {
        sessions.end(user.requireBearer().jwt(), "global");
    }

    @Override
    public void changePassword(CurrentUser user, PasswordChange change) {
        var email = sessions.owner(user).identity().email();
        rules.require(change.newPassword(), email);
        BcryptLimit.require(change.newPassword());
        signIn.prove(email, change.currentPassword());
        var jwt = user.requireBearer().jwt();
        var body =
                Map.of(
                        "password", change.newPassword(),
                        "current_password", change.currentPassword());
        try {
            calls.put("user", jwt, body);
        } catch (AuthRefusal refused) {
            throw AuthErrors.translate(refused);
        }
        sessions.end(jwt, "others");
    }

    @Override
    public void requirePassword(CurrentUser user, String password) {
        signIn.prove(sessions.owner(user).identity().email(), password);
    }

    @Override
    public void delete(UserId user) {
        try {
            calls.deleteAsService("admin/users/" + user);
        } catch (AuthRefusal refused) {
            if (!refused.code().equals("user_not_found")) {
                throw AuthErrors.unavailable().withCause(refused);
            }
        }
    }

    @Override
    public void recover(String email) {
        mail.recover(IdentityProperties.normalise(email));
    }

    @Override
    public Session verify(MailedToken token) {
        return mail.verify(token).session();
    }
}
