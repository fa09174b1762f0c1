package com.samokoder.auth.local;

import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;
import com.samokoder.platform.supabase.WithoutSupabase;

import org.springframework.stereotype.Repository;

import java.util.List;
import java.util.Map;

/** The installation's signing keys, which belong to no user. */
@WithoutSupabase
@Repository
final class SigningKeyDirectory {
    private final Database database;

    SigningKeyDirectory(Database database) {
        this.database = database;
    }

    /** Newest first. */
    List<StoredSigningKey> list() {
        return database.list(
                Caller.service(), "local_list_signing_keys", Map.of(), StoredSigningKey.class);
    }

    void add(StoredSigningKey key) {
        database.call(
                Caller.service(),
                "local_add_signing_key",
                Map.of(
                        "kid", key.kid(),
                        "public_key", key.publicKey(),
                        "sealed_version", key.sealedVersion(),
                        "sealed_kek_id", key.sealedKekId(),
                        "sealed_nonce", key.sealedNonce(),
                        "sealed_private_key", key.sealedPrivateKey()));
    }
}
