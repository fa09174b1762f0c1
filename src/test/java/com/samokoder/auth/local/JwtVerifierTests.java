package com.samokoder.auth.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.auth.jwt.JwtVerifier;
import com.samokoder.auth.jwt.TokenPolicy;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import javax.crypto.SecretKey;

class JwtVerifierTests {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final KeyPair PAIR = Jwts.SIG.ES256.keyPair().build();
    private static final UUID USER = UUID.fromString("00000000-0000-7000-8000-000000000001");
    private static final UUID SESSION = UUID.fromString("00000000-0000-7000-8000-000000000002");
    private static final String KID = "our-key";

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final JwtVerifier verifier =
            new JwtVerifier(
                    kid -> Optional.of(PAIR.getPublic()).filter(_ -> kid.equals(KID)),
                    new TokenPolicy("samokoder", Optional.empty()),
                    new SetClock());

    @Test
    void acceptsWhatTheForgeMakesHonestly() {
        var token = verifier.verify(tokens().genuine()).orElseThrow();

        assertThat(token.user().value()).isEqualTo(USER);
        assertThat(token.session()).isEqualTo(SESSION);
        assertThat(token.email()).isEqualTo("someone@example.com");
        assertThat(token.expiresAt()).isEqualTo(START.plusSeconds(900));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forged")
    void refuses(Map.Entry<String, String> forged) {
        assertThat(verifier.verify(forged.getValue())).as(forged.getKey()).isEmpty();
    }

    @Test
    void knowsMoreThanFortyForgeries() {
        assertThat(tokens().all()).hasSizeGreaterThan(40);
    }

    @Test
    void forgetsAnAcceptedTokenWhenItExpires() {
        var token = tokens().genuine();
        assertThat(verifier.verify(token)).isPresent();

        now.set(START.plusSeconds(900 + 29));
        assertThat(verifier.verify(token)).isPresent();

        now.set(START.plusSeconds(900 + 31));
        assertThat(verifier.verify(token)).isEmpty();
    }

    @Test
    void aSharedSecretCountsWhereOneIsGiven() {
        var secret = Jwts.SIG.HS256.key().build();
        var token = sharedly(secret);
        assertThat(sharing(Optional.of(secret)).verify(token)).isPresent();
        assertThat(sharing(Optional.of(Jwts.SIG.HS256.key().build())).verify(token)).isEmpty();
        assertThat(sharing(Optional.empty()).verify(token)).isEmpty();
        var asText = Keys.hmacShaKeyFor(PAIR.getPublic().getEncoded());
        assertThat(sharing(Optional.of(secret)).verify(sharedly(asText))).isEmpty();
    }

    private JwtVerifier sharing(Optional<SecretKey> secret) {
        return new JwtVerifier(
                _ -> Optional.empty(), new TokenPolicy("samokoder", secret), new SetClock());
    }

    private static String sharedly(SecretKey secret) {
        return Jwts.builder()
                .issuer("samokoder")
                .audience()
                .add("authenticated")
                .and()
                .subject(USER.toString())
                .issuedAt(Date.from(START))
                .expiration(Date.from(START.plusSeconds(60)))
                .claim("role", "authenticated")
                .claim("session_id", SESSION.toString())
                .signWith(secret, Jwts.SIG.HS256)
                .compact();
    }

    private static Stream<Map.Entry<String, String>> forged() {
        return tokens().all().entrySet().stream();
    }

    private static ForgedTokens tokens() {
        return new ForgedTokens(
                new SigningKeys.SigningKey(KID, (ECPrivateKey) PAIR.getPrivate()),
                (ECPublicKey) PAIR.getPublic(),
                USER,
                SESSION,
                START);
    }

    private final class SetClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }
}
