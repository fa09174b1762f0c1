package com.samokoder.auth.local;

import com.samokoder.platform.secrets.Sealed;

/** A signing key's row. */
record StoredSigningKey(
        String kid,
        byte[] publicKey,
        int sealedVersion,
        String sealedKekId,
        byte[] sealedNonce,
        byte[] sealedPrivateKey) {

    static StoredSigningKey of(String kid, byte[] publicKey, Sealed sealed) {
        return new StoredSigningKey(
                kid,
                publicKey,
                sealed.version(),
                sealed.kekId(),
                sealed.nonce(),
                sealed.ciphertext());
    }

    Sealed sealed() {
        return new Sealed(sealedVersion, sealedKekId, sealedNonce, sealedPrivateKey);
    }

    @Override
    public String toString() {
        return "StoredSigningKey[" + kid + "]";
    }
}
