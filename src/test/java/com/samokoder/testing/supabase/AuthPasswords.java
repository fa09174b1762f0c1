package com.samokoder.testing.supabase;

import com.samokoder.testing.supabase.AuthState.RefreshToken;
import com.samokoder.testing.supabase.AuthState.Session;
import com.samokoder.testing.supabase.AuthState.User;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Accounts with a password: making them, signing in, renewing, recovering. */
final class AuthPasswords {
    private static final int SHORTEST = 6;
    private static final int LONGEST_BYTES = 72;
    private static final Duration HASHING = Duration.ofMillis(60);
    private static final Duration REUSE = Duration.ofSeconds(10);

    private final AuthStandIn auth;
    private final AuthState state;

    AuthPasswords(AuthStandIn auth, AuthState state) {
        this.auth = auth;
        this.state = state;
    }

    WireResponse signUp(JsonNode body) {
        if (!auth.settings().signups()) {
            throw new AuthFailure(422, "signup_disabled", "Signups not allowed for this instance");
        }
        var email = body.path("email").asString("");
        var password = body.path("password").asString("");
        requireGood(password);
        if (!email.matches("[^@\\s]+@[^@\\s]+")) {
            throw new AuthFailure(
                    400, "validation_failed", "Unable to validate email address: invalid format");
        }
        hash();
        synchronized (auth) {
            var existing = state.byEmail(email);
            return auth.settings().confirmAddresses()
                    ? confirmed(existing, email, password, metadata(body))
                    : automatic(existing, email, password, metadata(body));
        }
    }

    private WireResponse automatic(
            User existing, String email, String password, Map<String, Object> metadata) {
        if (existing != null) {
            throw new AuthFailure(422, "user_already_exists", "User already registered");
        }
        var user = auth.add(email, password, metadata);
        user.confirmed = true;
        return open(user);
    }

    /** A taken address gets an answer that looks like a new one's. */
    private WireResponse confirmed(
            User existing, String email, String password, Map<String, Object> metadata) {
        Map<String, Object> json;
        if (existing != null && existing.confirmed) {
            json = new User(email, "", metadata, auth.now()).json();
            json.put("identities", List.of());
        } else {
            var user = existing == null ? auth.add(email, password, metadata) : existing;
            auth.mail(user, "signup");
            json = user.json();
        }
        json.put("confirmation_sent_at", auth.now().toString());
        return AuthStandIn.ok(json);
    }

    private static Map<String, Object> metadata(JsonNode body) {
        var metadata = new LinkedHashMap<String, Object>();
        body.path("data")
                .propertyStream()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asString("")));
        return metadata;
    }

    private static void requireGood(String password) {
        if (password.isEmpty()) {
            throw new AuthFailure(400, "validation_failed", "Signup requires a valid password");
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            throw new AuthFailure(
                    400, "validation_failed", "Password cannot be longer than 72 characters");
        }
        if (password.length() < SHORTEST) {
            throw new AuthFailure(
                    422,
                    "weak_password",
                    "Password should be at least 6 characters.",
                    Map.of("weak_password", Map.of("reasons", List.of("length"))));
        }
    }

    /** What bcrypt takes on a small machine. */
    private static void hash() {
        LockSupport.parkNanos(HASHING.toNanos());
    }

    WireResponse signIn(JsonNode body) {
        User user;
        synchronized (auth) {
            user = state.byEmail(body.path("email").asString(""));
        }
        if (user == null) {
            throw new AuthFailure(400, "invalid_credentials", "Invalid login credentials");
        }
        if (auth.banned(user)) {
            throw new AuthFailure(400, "user_banned", "User is banned");
        }
        hash();
        if (!user.password.equals(body.path("password").asString(""))) {
            throw new AuthFailure(400, "invalid_credentials", "Invalid login credentials");
        }
        if (!user.confirmed) {
            throw new AuthFailure(400, "email_not_confirmed", "Email not confirmed");
        }
        return open(user);
    }

    private WireResponse open(User user) {
        synchronized (auth) {
            var session = new Session(user.id);
            state.sessions.put(session.id, session);
            return auth.admit(session);
        }
    }

    WireResponse refresh(JsonNode body) {
        var text = body.path("refresh_token").asString("");
        if (text.isEmpty()) {
            throw new AuthFailure(400, "invalid_request", "Missing refresh token");
        }
        if (!text.matches("[a-z0-9]{12}")) {
            throw new AuthFailure(400, "validation_failed", "Refresh token is not valid");
        }
        synchronized (auth) {
            var token = state.refreshTokens.get(text);
            if (token == null) {
                throw new AuthFailure(
                        400, "refresh_token_not_found", "Invalid Refresh Token: Not Found");
            }
            var session = state.sessions.get(token.session);
            if (session == null) {
                throw new AuthFailure(400, "session_not_found", "Session not found");
            }
            if (auth.banned(state.users.get(session.user))) {
                throw new AuthFailure(400, "user_banned", "Invalid Refresh Token: User Banned");
            }
            return exchange(token, session);
        }
    }

    private WireResponse exchange(RefreshToken token, Session session) {
        if (token.usedAt == null) {
            token.usedAt = auth.now();
            token.successor = state.newRefreshToken(session.id);
        } else if (token.usedAt.plus(REUSE).isBefore(auth.now())) {
            state.sessions.remove(session.id);
            throw new AuthFailure(
                    400, "refresh_token_already_used", "Invalid Refresh Token: Already Used");
        }
        return auth.admit(session, token.successor);
    }

    WireResponse change(WireRequest request, JsonNode body) {
        synchronized (auth) {
            var user = auth.user(request);
            var session = auth.session(request);
            if (user.hasSecondFactor() && session.assurance.equals("aal1")) {
                throw new AuthFailure(401, "insufficient_aal", "AAL2 session is required");
            }
            if (body.has("password")) {
                changePassword(user, session, body.path("password").asString(""));
            }
            return AuthStandIn.ok(user.json());
        }
    }

    private void changePassword(User user, Session session, String password) {
        requireGood(password);
        if (user.password.equals(password)) {
            throw new AuthFailure(422, "same_password", "New password should be different.");
        }
        user.password = password;
        state.endSessions(other -> other.user.equals(user.id) && other != session);
    }

    WireResponse recover(JsonNode body) {
        synchronized (auth) {
            var user = state.byEmail(body.path("email").asString(""));
            if (user != null) {
                auth.mail(user, "recovery");
            }
            return AuthStandIn.ok(Map.of());
        }
    }

    WireResponse verify(JsonNode body) {
        var type = body.path("type").asString("");
        var hash = body.path("token_hash").asString("");
        if (hash.isEmpty() == body.path("token").asString("").isEmpty()) {
            throw new AuthFailure(
                    400, "validation_failed", "Only the token_hash and type should be provided");
        }
        synchronized (auth) {
            var user =
                    hash.isEmpty()
                            ? withCode(state.byEmail(body.path("email").asString("")), type, body)
                            : withHash(type, hash);
            if (user == null) {
                throw new AuthFailure(403, "otp_expired", "Token has expired or is invalid");
            }
            user.codes.clear();
            user.confirmed = true;
            return open(user);
        }
    }

    private static User withCode(User user, String type, JsonNode body) {
        return user != null && body.path("token").asString("").equals(user.codes.get(type))
                ? user
                : null;
    }

    private User withHash(String type, String hash) {
        return state.users.values().stream()
                .filter(user -> hash.equals(user.codes.get(type + " hash")))
                .findFirst()
                .orElse(null);
    }
}
