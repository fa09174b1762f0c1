package com.samokoder.keys;

import com.samokoder.auth.UserId;
import com.samokoder.llm.ChatModels;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.platform.errors.ApiException;

import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Optional;

/** Asks providers about keys, by calls that cost nothing. */
@Component
class KeyChecks {
    private final KeyVault vault;
    private final KeyRepository keys;
    private final ChatModels models;

    KeyChecks(KeyVault vault, KeyRepository keys, ChatModels models) {
        this.vault = vault;
        this.keys = keys;
        this.models = models;
    }

    /** Keeps what the provider said; when it could not be asked, the status stays as it was. */
    Optional<KeyStatus> check(UserId user, KeyId id) {
        try {
            models.check(vault.open(user, id));
            vault.observe(user, id, null);
            return Optional.of(KeyStatus.VALID);
        } catch (ProviderFailure failure) {
            keep(user, id, failure);
            return KeyStatus.toldBy(failure);
        }
    }

    /** The models that the provider offers to this key. */
    List<String> listModels(UserId user, KeyId id) {
        try {
            return models.list(vault.open(user, id));
        } catch (ProviderFailure failure) {
            vault.observe(user, id, failure);
            throw ApiException.of(failure.code())
                    .withRetryAfter(failure.retryAfter())
                    .withCause(failure);
        }
    }

    private void keep(UserId user, KeyId id, ProviderFailure failure) {
        if (KeyStatus.toldBy(failure).isPresent()) {
            vault.observe(user, id, failure);
        } else {
            keys.observe(user, id, null, failure.code().code());
        }
    }
}
