package com.samokoder.auth.supabase;

import com.samokoder.auth.identity.IdentityProperties;
import com.samokoder.auth.identity.MailedToken;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.supabase.OnSupabase;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

/**
 * Mails that Supabase Auth sends. It refuses too many of them, and fails to send them, only where
 * there is an account to send them to; so they are asked for after the answer.
 */
@OnSupabase
@Component
final class AuthMail {
    private static final Logger LOG = LoggerFactory.getLogger(AuthMail.class);
    private static final Pattern CODE = Pattern.compile("[0-9]{6,10}");

    private final AuthCalls calls;
    private final Executor later;

    AuthMail(AuthCalls calls, Afterwards later) {
        this.calls = calls;
        this.later = later;
    }

    void recover(String email) {
        later.execute(() -> send("recover", Map.of("email", email)));
    }

    private void send(String path, Map<String, ?> body) {
        try {
            calls.post(path, body);
        } catch (AuthRefusal refused) {
            LOG.warn(
                    "Supabase Auth sent no mail for {}: {} {}",
                    path,
                    refused.status(),
                    refused.code());
        } catch (ApiException unavailable) {
            LOG.warn("Supabase Auth could not be asked for a mail for {}", path);
        }
    }

    /** Exchanges the code of a mail, or the longer token of a mailed link. */
    AuthSession verify(MailedToken token) {
        var email = IdentityProperties.normalise(token.email());
        var body =
                CODE.matcher(token.token()).matches()
                        ? Map.of("type", token.type(), "email", email, "token", token.token())
                        : Map.of("type", token.type(), "token_hash", token.token());
        try {
            var answer = calls.post("verify", body);
            if (!answer.has("access_token")) {
                throw ApiException.of(ErrorCode.CONFLICT, "auth.other_address_first");
            }
            return calls.as(answer, AuthSession.class);
        } catch (AuthRefusal refused) {
            throw switch (refused.code()) {
                case "otp_expired", "validation_failed", "user_banned", "user_not_found" ->
                        ApiException.of(ErrorCode.INVALID_CREDENTIALS).withCause(refused);
                default -> AuthErrors.translate(refused);
            };
        }
    }
}
