package com.samokoder.testing.supabase;

import com.samokoder.testing.supabase.AuthState.Challenge;
import com.samokoder.testing.supabase.AuthState.Factor;
import com.samokoder.testing.supabase.AuthState.User;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Second factors. */
final class AuthFactors {
    private static final Duration CHALLENGE = Duration.ofMinutes(5);
    private static final int MOST = 10;

    private final AuthStandIn auth;
    private final AuthState state;

    AuthFactors(AuthStandIn auth, AuthState state) {
        this.auth = auth;
        this.state = state;
    }

    WireResponse enrol(WireRequest request, JsonNode body) {
        synchronized (auth) {
            var user = auth.user(request);
            requireAssured(request, user, 403);
            var name = body.path("friendly_name").asString("");
            if (user.factors.size() >= MOST) {
                throw new AuthFailure(
                        422, "too_many_enrolled_mfa_factors", "Maximum number of factors reached");
            }
            if (user.factors.values().stream().anyMatch(factor -> factor.name.equals(name))) {
                throw new AuthFailure(
                        422, "mfa_factor_name_conflict", "A factor with this name exists");
            }
            var factor = new Factor(name, Totp.secret(AuthStandIn.randomBytes(20)), auth.now());
            user.factors.put(factor.id, factor);
            return AuthStandIn.ok(describe(factor, user));
        }
    }

    private static Map<String, Object> describe(Factor factor, User user) {
        var uri = "otpauth://totp/" + user.email + "?secret=" + factor.secret;
        return Map.of(
                "id",
                factor.id,
                "type",
                "totp",
                "friendly_name",
                factor.name,
                "totp",
                Map.of("qr_code", "<svg/>", "secret", factor.secret, "uri", uri));
    }

    /**
     * @param step challenge or verify; null for the factor itself
     */
    WireResponse handle(WireRequest request, UUID id, String step) {
        synchronized (auth) {
            var user = auth.user(request);
            var factor = user.factors.get(id);
            if (factor == null) {
                throw new AuthFailure(404, "mfa_factor_not_found", "Factor not found");
            }
            return switch (request.method() + " " + step) {
                case "POST challenge" -> challenge(request, factor);
                case "POST verify" -> verify(request, user, factor);
                case "DELETE null" -> remove(request, user, factor);
                default -> throw new AuthFailure(405, "not_found", "no such method");
            };
        }
    }

    private WireResponse challenge(WireRequest request, Factor factor) {
        var id = UUID.randomUUID();
        var end = auth.now().plus(CHALLENGE);
        factor.challenges.put(id, new Challenge(end, auth.address(request)));
        return AuthStandIn.ok(Map.of("id", id, "type", "totp", "expires_at", end.getEpochSecond()));
    }

    private WireResponse verify(WireRequest request, User user, Factor factor) {
        var body = AuthStandIn.body(request);
        var id = UUID.fromString(body.path("challenge_id").asString(""));
        var challenge = factor.challenges.get(id);
        if (challenge == null || !challenge.address().equals(auth.address(request))) {
            throw new AuthFailure(
                    422, "mfa_ip_address_mismatch", "Challenge and verify IP addresses mismatch");
        }
        if (auth.now().isAfter(challenge.end())) {
            throw new AuthFailure(422, "mfa_challenge_expired", "MFA challenge has expired");
        }
        if (!Totp.matches(factor.secret, body.path("code").asString(""), auth.now())) {
            throw new AuthFailure(422, "mfa_verification_failed", "Invalid TOTP code entered");
        }
        factor.challenges.remove(id);
        factor.verified = true;
        var session = auth.session(request);
        session.assurance = "aal2";
        state.refreshTokens.values().removeIf(token -> token.session.equals(session.id));
        state.endSessions(other ->
                other.user.equals(user.id) && other != session && other.assurance.equals("aal1"));
        return auth.admit(session);
    }

    private WireResponse remove(WireRequest request, User user, Factor factor) {
        if (factor.verified) {
            requireAssured(request, user, 422);
        }
        user.factors.remove(factor.id);
        return AuthStandIn.ok(Map.of("id", factor.id));
    }

    private void requireAssured(WireRequest request, User user, int status) {
        if (user.hasSecondFactor() && auth.session(request).assurance.equals("aal1")) {
            throw new AuthFailure(status, "insufficient_aal", "AAL2 required");
        }
    }
}
