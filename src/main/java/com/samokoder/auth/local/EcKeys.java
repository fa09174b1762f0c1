package com.samokoder.auth.local;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** Elliptic-curve keys in their standard encodings. */
final class EcKeys {
    private EcKeys() {}

    static ECPublicKey publicKey(byte[] encoded) {
        try {
            return (ECPublicKey)
                    KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("a stored signing key is not readable", broken);
        }
    }

    static ECPrivateKey privateKey(byte[] encoded) {
        try {
            return (ECPrivateKey)
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("a stored signing key is not readable", broken);
        }
    }
}
