package com.samokoder.auth.supabase;

import com.samokoder.auth.identity.WrongGuesses;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.secrets.Secret;
import com.samokoder.platform.supabase.OnSupabase;

import org.springframework.stereotype.Component;

import java.util.Map;

/**
 * Signs in with a password. Whatever Supabase Auth finds wrong, one answer leaves at one pace: it
 * tells banned users before it looks at their password, and unknown ones faster than known.
 */
@OnSupabase
@Component
final class PasswordSignIn {
    private final AuthCalls calls;
    private final AuthSessions sessions;
    private final WrongGuesses guesses;
    private final EvenPace pace;

    PasswordSignIn(AuthCalls calls, AuthSessions sessions, WrongGuesses guesses, EvenPace pace) {
        this.calls = calls;
        this.sessions = sessions;
        this.guesses = guesses;
        this.pace = pace;
    }

    AuthSession open(String email, String password) {
        guesses.requireLeft(email);
        long start = EvenPace.start();
        try {
            var body = Map.of("email", email, "password", password);
            return calls.as(calls.post("token?grant_type=password", body), AuthSession.class);
        } catch (AuthRefusal refused) {
            var refusal = refusal(refused, email);
            pace.await(start);
            throw refusal;
        }
    }

    /** Checks a password without leaving a session behind. */
    void prove(String email, String password) {
        sessions.end(new Secret(open(email, password).accessToken()), "local");
    }

    private ApiException refusal(AuthRefusal refused, String email) {
        return switch (refused.code()) {
            // Told only to whoever knows the password.
            case "email_not_confirmed" ->
                    ApiException.of(ErrorCode.INVALID_CREDENTIALS, "auth.not_confirmed");
            case "invalid_credentials", "user_banned", "validation_failed", "user_not_found" -> {
                guesses.count(email, null);
                yield ApiException.of(ErrorCode.INVALID_CREDENTIALS);
            }
            default -> AuthErrors.translate(refused);
        };
    }
}
