package com.samokoder.auth.supabase;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.samokoder.auth.jwt.TokenPolicy;
import com.samokoder.auth.jwt.TokenRules;
import com.samokoder.auth.jwt.TokenVerifier;
import com.samokoder.auth.jwt.VerifiedToken;
import com.samokoder.platform.secrets.Digests;
import com.samokoder.platform.secrets.Secret;

import io.github.bucket4j.Bucket;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies tokens that are signed with the project's legacy secret, which this installation does
 * not know: Supabase Auth is asked. Only what says what a session's token says is worth a question,
 * and questions are limited, as anybody can make them up.
 */
final class AskingVerifier implements TokenVerifier {
    private static final Duration REMEMBERED = Duration.ofSeconds(10);
    private static final int MOST = 10_000;
    private static final int QUESTIONS_A_SECOND = 50;
    private static final String LEGACY = "HS256";

    private final TokenVerifier verifier;
    private final TokenRules rules;
    private final AuthCalls calls;
    private final JsonMapper json;
    private final Cache<String, Optional<VerifiedToken>> answers =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();
    private final Bucket questions =
            Bucket.builder()
                    .addLimit(limit ->
                            limit.capacity(QUESTIONS_A_SECOND)
                                    .refillGreedy(QUESTIONS_A_SECOND, Duration.ofSeconds(1)))
                    .build();

    /**
     * @param verifier for all other tokens
     */
    AskingVerifier(TokenVerifier verifier, TokenRules rules, AuthCalls calls, JsonMapper json) {
        this.verifier = verifier;
        this.rules = rules;
        this.calls = calls;
        this.json = json;
    }

    @Override
    public Optional<VerifiedToken> verify(String token) {
        var parts = token.split("\\.", -1);
        if (token.length() > TokenPolicy.LONGEST || parts.length != 3) {
            return Optional.empty();
        }
        var header = object(parts[0]);
        if (header.isEmpty() || !LEGACY.equals(header.get().get("alg"))) {
            return verifier.verify(token);
        }
        var claimed = object(parts[1]).flatMap(claims -> claimed(header.get(), claims));
        return claimed.isEmpty() ? claimed : confirmed(token, claimed.get());
    }

    private Optional<VerifiedToken> confirmed(String token, VerifiedToken claimed) {
        var digest = HexFormat.of().formatHex(Digests.sha256(token));
        return answers.get(digest, _ -> ask(token, claimed));
    }

    private Optional<VerifiedToken> ask(String token, VerifiedToken claimed) {
        if (!questions.tryConsume(1)) {
            throw AuthErrors.unavailable();
        }
        try {
            var owner = calls.as(calls.get("user", new Secret(token)), AuthUser.class);
            return Optional.of(claimed).filter(_ -> owner.id().equals(claimed.user().value()));
        } catch (AuthRefusal refused) {
            if (refused.outOfOrder() || refused.status() == 429) {
                throw AuthErrors.unavailable().withCause(refused);
            }
            return Optional.empty();
        }
    }

    private Optional<VerifiedToken> claimed(
            Map<String, Object> header, Map<String, Object> claims) {
        try {
            return rules.accept(header, claims(claims));
        } catch (IllegalArgumentException | ClassCastException | JwtException malformed) {
            return Optional.empty();
        }
    }

    private static Claims claims(Map<String, Object> claims) {
        var read = new LinkedHashMap<>(claims);
        // The library's own parser knows that one audience may come alone; its builder does not.
        read.computeIfPresent("aud", (_, aud) -> aud instanceof String one ? Set.of(one) : aud);
        return Jwts.claims().add(read).build();
    }

    @SuppressWarnings("unchecked")
    private Optional<Map<String, Object>> object(String part) {
        try {
            return Optional.of(json.readValue(Base64.getUrlDecoder().decode(part), Map.class));
        } catch (IllegalArgumentException | JacksonException garbled) {
            return Optional.empty();
        }
    }
}
