package com.samokoder.platform.secrets;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The master keys (key-encryption keys) and everything derived from them. The newest seals; all of
 * them open. Stretched once at start by PBKDF2-HMAC-SHA256 (600,000 rounds, OWASP's figure), then
 * split by HKDF (RFC 5869) into a subkey per purpose and record, so that no two records share an
 * AES key.
 */
public final class MasterKeys {
    private static final int VERSION = 1;
    private static final int ROUNDS = 600_000;
    private static final int KEY_BITS = 256;
    private static final int TAG_BITS = 128;
    private static final int NONCE_BYTES = 12;
    private static final int ID_BYTES = 8;
    private static final int MOST_RECORD_KEYS = 1_000;
    private static final String CIPHER = "AES/GCM/NoPadding";

    /** Looked up once: to ask all providers again for each record costs as much as opening it. */
    private static final Provider PROVIDER = provider();

    private final Map<String, SecretKey> keys = new LinkedHashMap<>();
    private final String currentId;
    private final SecureRandom random = new SecureRandom();

    /**
     * The keys of the records in use, which tell less than the master key beside them. Deriving one
     * costs twice what opening the record does.
     */
    private final Cache<String, SecretKey> recordKeys =
            Caffeine.newBuilder()
                    .maximumSize(MOST_RECORD_KEYS)
                    .expireAfterAccess(Duration.ofMinutes(1))
                    .build();

    /** Newest first. */
    MasterKeys(List<KeyPair> pairs) {
        for (KeyPair pair : pairs) {
            var stretched = stretch(pair);
            keys.putIfAbsent(idOf(stretched), stretched);
        }
        currentId = keys.keySet().iterator().next();
    }

    /** Names the newest master key without telling anything of it. */
    public String currentId() {
        return currentId;
    }

    /** A 256-bit key of the newest master key, for one purpose. */
    public SecretKey derive(String purpose) {
        return subkey(currentKey(), purpose);
    }

    /**
     * Such a key of every master key, newest first: for recognising what was derived before a
     * rotation.
     */
    public List<SecretKey> deriveEach(String purpose) {
        return keys.values().stream().map(kek -> subkey(kek, purpose)).toList();
    }

    /**
     * Seals a value.
     *
     * @param purpose what kind of value it is
     * @param context whose it is and where it lives: opening demands the same, so that a row copied
     *     elsewhere does not open
     */
    public Sealed seal(byte[] plaintext, String purpose, String context) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var ciphertext = crypt(Cipher.ENCRYPT_MODE, currentId, nonce, plaintext, purpose, context);
        return new Sealed(VERSION, currentId, nonce, ciphertext);
    }

    /**
     * @throws SealBroken when the value was sealed by an unknown master key, for another context,
     *     or was changed
     */
    public byte[] open(Sealed sealed, String purpose, String context) {
        if (sealed.version() != VERSION) {
            throw new SealBroken("unknown scheme " + sealed.version());
        }
        return crypt(
                Cipher.DECRYPT_MODE,
                sealed.kekId(),
                sealed.nonce(),
                sealed.ciphertext(),
                purpose,
                context);
    }

    private byte[] crypt(
            int mode, String kekId, byte[] nonce, byte[] input, String purpose, String context) {
        var kek = keys.get(kekId);
        if (kek == null) {
            throw new SealBroken("no master key with id " + kekId + " is configured");
        }
        var bound = "v" + VERSION + "|" + kekId + "|" + purpose + "|" + context;
        try {
            var cipher = Cipher.getInstance(CIPHER, PROVIDER);
            var key = recordKeys.get(bound, _ -> subkey(kek, bound));
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(bound.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException broken) {
            throw new SealBroken("the value was sealed for another place or was changed");
        }
    }

    private static Provider provider() {
        try {
            return Cipher.getInstance(CIPHER).getProvider();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has AES-GCM", impossible);
        }
    }

    private SecretKey currentKey() {
        return keys.values().iterator().next();
    }

    private static SecretKey stretch(KeyPair pair) {
        try {
            var spec =
                    new PBEKeySpec(
                            pair.key().toCharArray(),
                            pair.salt().getBytes(StandardCharsets.UTF_8),
                            ROUNDS,
                            KEY_BITS);
            var raw =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(spec)
                            .getEncoded();
            return new SecretKeySpec(raw, "HKDF");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has PBKDF2", impossible);
        }
    }

    private static SecretKey subkey(SecretKey kek, String purpose) {
        try {
            var parameters =
                    HKDFParameterSpec.ofExtract()
                            .addIKM(kek)
                            .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), KEY_BITS / 8);
            return KDF.getInstance("HKDF-SHA256").deriveKey("AES", parameters);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java 25 has HKDF", impossible);
        }
    }

    private static String idOf(SecretKey kek) {
        var encoded = subkey(kek, "samokoder/kek-id").getEncoded();
        return HexFormat.of().formatHex(encoded, 0, ID_BYTES);
    }
}
