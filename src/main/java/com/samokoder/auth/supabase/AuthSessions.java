package com.samokoder.auth.supabase;

import com.samokoder.auth.CurrentUser;
import com.samokoder.auth.UserId;
import com.samokoder.auth.identity.Session;
import com.samokoder.auth.identity.SessionState;
import com.samokoder.platform.audit.AuditEntry;
import com.samokoder.platform.audit.AuditEvent;
import com.samokoder.platform.audit.AuditTrail;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.secrets.Secret;
import com.samokoder.platform.supabase.OnSupabase;

import org.springframework.stereotype.Component;

import java.time.Clock;
import java.util.Map;
import java.util.Set;

/** Sessions that Supabase Auth keeps: whose they are, whether they still count, and their end. */
@OnSupabase
@Component
final class AuthSessions {
    private static final Set<String> ENDED =
            Set.of(
                    "bad_jwt",
                    "no_authorization",
                    "session_not_found",
                    "session_expired",
                    "user_not_found",
                    "user_banned");

    private final AuthCalls calls;
    private final Clock clock;
    private final AuditTrail audit;

    AuthSessions(AuthCalls calls, Clock clock, AuditTrail audit) {
        this.calls = calls;
        this.clock = clock;
        this.audit = audit;
    }

    Session refresh(String refreshToken) {
        try {
            var body = Map.of("refresh_token", refreshToken);
            var answer = calls.post("token?grant_type=refresh_token", body);
            return calls.as(answer, AuthSession.class).session();
        } catch (AuthRefusal refused) {
            if (refused.code().equals("refresh_token_already_used")) {
                audit.record(AuditEntry.refused(AuditEvent.SESSION_REFRESH_REUSE, null));
            }
            throw switch (refused.code()) {
                case "validation_failed", "invalid_request", "invalid_grant" ->
                        ApiException.of(ErrorCode.INVALID_CREDENTIALS).withCause(refused);
                default -> AuthErrors.translate(refused);
            };
        }
    }

    /** The user behind a session, as Supabase Auth knows them now. */
    AuthUser owner(CurrentUser user) {
        try {
            return user(user.requireBearer().jwt());
        } catch (AuthRefusal refused) {
            throw ENDED.contains(refused.code())
                    ? ApiException.of(ErrorCode.UNAUTHENTICATED).withCause(refused)
                    : AuthErrors.translate(refused);
        }
    }

    SessionState state(CurrentUser user) {
        var bearer = user.requireBearer();
        try {
            var owner = user(bearer.jwt());
            if (!owner.id().equals(user.id().value()) || owner.bannedAt(clock.instant())) {
                return SessionState.ENDED;
            }
            return owner.hasSecondFactor() && !bearer.secondFactor()
                    ? SessionState.SECOND_FACTOR_NEEDED
                    : SessionState.ACTIVE;
        } catch (AuthRefusal refused) {
            if (ENDED.contains(refused.code())) {
                return SessionState.ENDED;
            }
            throw AuthErrors.unavailable().withCause(refused);
        }
    }

    boolean accountActive(UserId user) {
        try {
            var account = calls.as(calls.getAsService("admin/users/" + user), AuthUser.class);
            return !account.bannedAt(clock.instant());
        } catch (AuthRefusal refused) {
            if (refused.code().equals("user_not_found")) {
                return false;
            }
            throw AuthErrors.unavailable().withCause(refused);
        }
    }

    /**
     * @param scope local, others or global
     */
    void end(Secret jwt, String scope) {
        try {
            calls.post("logout?scope=" + scope, jwt, Map.of());
        } catch (AuthRefusal refused) {
            if (!ENDED.contains(refused.code())) {
                throw AuthErrors.translate(refused);
            }
        }
    }

    private AuthUser user(Secret jwt) {
        return calls.as(calls.get("user", jwt), AuthUser.class);
    }
}
