package com.samokoder.auth.local;

import com.samokoder.auth.jwt.VerificationKeys;
import com.samokoder.platform.secrets.MasterKeys;
import com.samokoder.platform.supabase.WithoutSupabase;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ES256 keys that sign access tokens, shared by all replicas through the database. The newest
 * one that the current master key sealed signs; a new master key therefore brings a new signing
 * key, and the old ones go on verifying.
 */
@WithoutSupabase
@Component
final class SigningKeys implements VerificationKeys {
    private static final Duration FRESH = Duration.ofMinutes(1);

    /** At most this often for keys that nobody here has heard of, however many are tried. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private static final String PURPOSE = "auth/signing-key";

    private final SigningKeyDirectory directory;
    private final MasterKeys masterKeys;
    private final Clock clock;
    private @Nullable Ring ring;

    SigningKeys(SigningKeyDirectory directory, MasterKeys masterKeys, Clock clock) {
        this.directory = directory;
        this.masterKeys = masterKeys;
        this.clock = clock;
    }

    @Override
    public Optional<PublicKey> find(String keyId) {
        var known = ring(FRESH).keys().get(keyId);
        return Optional.ofNullable((known != null) ? known : ring(RETRY).keys().get(keyId));
    }

    SigningKey active() {
        return ring(FRESH).active();
    }

    Map<String, ECPublicKey> published() {
        return ring(FRESH).keys();
    }

    private synchronized Ring ring(Duration freshness) {
        var current = ring;
        var now = clock.instant();
        if (current == null || !now.isBefore(current.readAt().plus(freshness))) {
            current = read(now);
            ring = current;
        }
        return current;
    }

    private Ring read(Instant now) {
        var stored = new ArrayList<>(directory.list());
        if (stored.stream().noneMatch(this::isCurrent)) {
            stored.addFirst(make());
        }
        var keys = new LinkedHashMap<String, ECPublicKey>();
        stored.forEach(key -> keys.put(key.kid(), EcKeys.publicKey(key.publicKey())));
        return new Ring(keys, open(stored), now);
    }

    private boolean isCurrent(StoredSigningKey key) {
        return key.sealedKekId().equals(masterKeys.currentId());
    }

    private SigningKey open(List<StoredSigningKey> stored) {
        var newest = stored.stream().filter(this::isCurrent).findFirst().orElseThrow();
        var encoded = masterKeys.open(newest.sealed(), PURPOSE, newest.kid());
        return new SigningKey(newest.kid(), EcKeys.privateKey(encoded));
    }

    private StoredSigningKey make() {
        var pair = Jwts.SIG.ES256.keyPair().build();
        var kid =
                Jwks.builder()
                        .key((ECPublicKey) pair.getPublic())
                        .idFromThumbprint()
                        .build()
                        .getId();
        var sealed = masterKeys.seal(pair.getPrivate().getEncoded(), PURPOSE, kid);
        var made = StoredSigningKey.of(kid, pair.getPublic().getEncoded(), sealed);
        directory.add(made);
        return made;
    }

    /** The private half in use. */
    record SigningKey(String kid, ECPrivateKey key) {
        @Override
        public String toString() {
            return "SigningKey[" + kid + "]";
        }
    }

    private record Ring(Map<String, ECPublicKey> keys, SigningKey active, Instant readAt) {}
}
