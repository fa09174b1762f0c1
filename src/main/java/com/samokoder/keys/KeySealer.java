package com.samokoder.keys;

import com.samokoder.platform.secrets.MasterKeys;
import com.samokoder.platform.secrets.SealBroken;
import com.samokoder.platform.secrets.Sealed;
import com.samokoder.platform.secrets.Secret;

import org.springframework.stereotype.Component;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Seals keys for the place they are kept in: owner, id and provider are bound into the seal, so
 * that a row copied to another user does not open.
 */
@Component
class KeySealer {
    private static final String PURPOSE = "provider-key";
    private static final String FINGERPRINT = "samokoder/provider-key-fingerprint";

    private final MasterKeys masterKeys;

    KeySealer(MasterKeys masterKeys) {
        this.masterKeys = masterKeys;
    }

    SealedKey.Written seal(Place place, Secret key) {
        var plaintext = key.reveal().getBytes(StandardCharsets.US_ASCII);
        var sealed = masterKeys.seal(plaintext, PURPOSE, place.context());
        return new SealedKey.Written(
                sealed.version(),
                sealed.kekId(),
                sealed.nonce(),
                sealed.ciphertext(),
                key.lastFour(),
                fingerprint(masterKeys.derive(FINGERPRINT), place.owner(), key));
    }

    /**
     * @throws SealBroken when no configured master key opens it, or it belongs elsewhere
     */
    Secret open(Place place, Sealed sealed) {
        var plaintext = masterKeys.open(sealed, PURPOSE, place.context());
        return new Secret(new String(plaintext, StandardCharsets.US_ASCII));
    }

    /** How this key would be marked under each master key, in base64. */
    List<String> fingerprints(UUID owner, Secret key) {
        return masterKeys.deriveEach(FINGERPRINT).stream()
                .map(mac -> fingerprint(mac, owner, key))
                .map(Base64.getEncoder()::encodeToString)
                .toList();
    }

    private static byte[] fingerprint(SecretKey macKey, UUID owner, Secret key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(macKey);
            return mac.doFinal((owner + "|" + key.reveal()).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", impossible);
        }
    }

    /** Where a key is kept. */
    record Place(UUID owner, UUID id, String provider) {
        static Place of(SealedKey key) {
            return new Place(key.userId(), key.id(), key.provider());
        }

        String context() {
            return owner + "|" + id + "|" + provider;
        }
    }
}
