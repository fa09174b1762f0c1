package com.samokoder.testing.supabase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** What the stand-in of Supabase Auth keeps; guarded by its lock. */
final class AuthState {
    final Map<UUID, User> users = new LinkedHashMap<>();
    final Map<UUID, Session> sessions = new LinkedHashMap<>();
    final Map<String, RefreshToken> refreshTokens = new LinkedHashMap<>();
    final List<AuthStandIn.Mail> mails = new ArrayList<>();

    static final class User {
        final UUID id = UUID.randomUUID();
        final String email;
        final Map<String, Object> metadata;
        final Instant createdAt;
        final Map<String, String> codes = new LinkedHashMap<>();
        final Map<UUID, Factor> factors = new LinkedHashMap<>();
        String password;
        boolean confirmed;
        Instant bannedUntil = Instant.EPOCH;
        Instant mailedAt = Instant.EPOCH;

        User(String email, String password, Map<String, Object> metadata, Instant now) {
            this.email = email;
            this.password = password;
            this.metadata = metadata;
            this.createdAt = now;
        }

        boolean hasSecondFactor() {
            return factors.values().stream().anyMatch(factor -> factor.verified);
        }

        Map<String, Object> json() {
            var json = new LinkedHashMap<String, Object>();
            json.put("id", id);
            json.put("aud", "authenticated");
            json.put("role", "authenticated");
            json.put("email", email);
            if (confirmed) {
                json.put("email_confirmed_at", createdAt.toString());
                json.put("confirmed_at", createdAt.toString());
            }
            json.put("phone", "");
            json.put("app_metadata", Map.of("provider", "email", "providers", List.of("email")));
            json.put("user_metadata", metadata);
            if (!factors.isEmpty()) {
                json.put("factors", factors.values().stream().map(Factor::json).toList());
            }
            json.put("identities", List.of(Map.of("provider", "email", "user_id", id)));
            json.put("created_at", createdAt.toString());
            json.put("updated_at", createdAt.toString());
            if (!bannedUntil.equals(Instant.EPOCH)) {
                json.put("banned_until", bannedUntil.toString());
            }
            json.put("is_anonymous", false);
            return json;
        }
    }

    static final class Factor {
        final UUID id = UUID.randomUUID();
        final String name;
        final String secret;
        final Instant createdAt;
        final Map<UUID, Challenge> challenges = new LinkedHashMap<>();
        boolean verified;

        Factor(String name, String secret, Instant now) {
            this.name = name;
            this.secret = secret;
            this.createdAt = now;
        }

        Map<String, Object> json() {
            var json = new LinkedHashMap<String, Object>();
            json.put("id", id);
            json.put("friendly_name", name);
            json.put("factor_type", "totp");
            json.put("status", verified ? "verified" : "unverified");
            json.put("created_at", createdAt.toString());
            json.put("updated_at", createdAt.toString());
            return json;
        }
    }

    record Challenge(Instant end, String address) {}

    static final class Session {
        final UUID id = UUID.randomUUID();
        final UUID user;
        String assurance = "aal1";

        Session(UUID user) {
            this.user = user;
        }
    }

    static final class RefreshToken {
        final String text = AuthStandIn.random(12);
        final UUID session;
        Instant usedAt;
        RefreshToken successor;

        RefreshToken(UUID session) {
            this.session = session;
        }
    }

    User byEmail(String email) {
        return users.values().stream()
                .filter(user -> user.email.equalsIgnoreCase(email))
                .findFirst()
                .orElse(null);
    }

    void endSessions(Predicate<Session> which) {
        sessions.values().removeIf(which);
    }

    RefreshToken newRefreshToken(UUID session) {
        var token = new RefreshToken(session);
        refreshTokens.put(token.text, token);
        return token;
    }
}
