package com.samokoder.auth.supabase;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.samokoder.auth.CurrentUser;
import com.samokoder.auth.identity.Challenge;
import com.samokoder.auth.identity.Enrolment;
import com.samokoder.auth.identity.SecondFactor;
import com.samokoder.auth.identity.SecondFactorCode;
import com.samokoder.auth.identity.SecondFactors;
import com.samokoder.auth.identity.Session;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.supabase.OnSupabase;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Second factors that Supabase Auth keeps. */
@OnSupabase
@Component
final class SupabaseSecondFactors implements SecondFactors {
    private final AuthCalls calls;
    private final AuthSessions sessions;

    SupabaseSecondFactors(AuthCalls calls, AuthSessions sessions) {
        this.calls = calls;
        this.sessions = sessions;
    }

    @Override
    public List<SecondFactor> list(CurrentUser user) {
        return sessions.owner(user).secondFactors().stream()
                .map(SupabaseSecondFactors::described)
                .toList();
    }

    private static SecondFactor described(AuthUser.Factor factor) {
        var createdAt = factor.createdAt();
        return new SecondFactor(
                factor.id(),
                factor.factorType() == null ? "totp" : factor.factorType(),
                factor.friendlyName(),
                factor.verified(),
                createdAt == null ? null : createdAt.toInstant());
    }

    @Override
    public Enrolment enrol(CurrentUser user, @Nullable String name) {
        var body =
                AuthCalls.fields(
                        "factor_type", "totp", "friendly_name", name, "issuer", "Samokoder");
        var made = post(user, "factors", body, Enrolled.class);
        return new Enrolment(
                made.id(), made.totp().secret(), made.totp().uri(), made.totp().qrCode());
    }

    @Override
    public Challenge challenge(CurrentUser user, UUID factor) {
        var made = post(user, "factors/" + factor + "/challenge", Map.of(), Challenged.class);
        return new Challenge(made.id(), Instant.ofEpochSecond(made.expiresAt()));
    }

    @Override
    public Session verify(CurrentUser user, UUID factor, SecondFactorCode code) {
        var body = Map.of("challenge_id", code.challengeId(), "code", code.code());
        return post(user, "factors/" + factor + "/verify", body, AuthSession.class).session();
    }

    @Override
    public void remove(CurrentUser user, UUID factor) {
        var jwt = user.requireBearer().jwt();
        asked(() -> calls.delete("factors/" + factor, jwt));
    }

    private <T> T post(CurrentUser user, String path, Map<String, ?> body, Class<T> type) {
        var jwt = user.requireBearer().jwt();
        return asked(() -> calls.as(calls.post(path, jwt, body), type));
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (AuthRefusal refused) {
            throw meaning(refused).withCause(refused);
        }
    }

    private static ApiException meaning(AuthRefusal refused) {
        return switch (refused.code()) {
            case "mfa_factor_not_found" -> ApiException.notFound();
            case "mfa_verification_failed", "mfa_verification_rejected" ->
                    ApiException.of(ErrorCode.INVALID_CREDENTIALS, "auth.code_wrong");
            case "mfa_challenge_expired", "mfa_ip_address_mismatch" ->
                    ApiException.of(ErrorCode.CONFLICT, "auth.challenge_over");
            case "mfa_factor_name_conflict" ->
                    ApiException.of(ErrorCode.CONFLICT, "auth.factor_name_taken");
            case "too_many_enrolled_mfa_factors" ->
                    ApiException.of(ErrorCode.CONFLICT, "auth.too_many_factors");
            case "mfa_totp_enroll_not_enabled", "mfa_totp_verify_not_enabled" ->
                    ApiException.of(ErrorCode.NOT_CONFIGURED, "auth.supabase_settings");
            default -> AuthErrors.translate(refused);
        };
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Enrolled(UUID id, Totp totp) {
        @JsonIgnoreProperties(ignoreUnknown = true)
        record Totp(String qrCode, String secret, String uri) {}

        @Override
        public String toString() {
            return "Enrolled[" + id + "]";
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Challenged(UUID id, long expiresAt) {}
}
