package com.samokoder.keys;

import com.samokoder.auth.UserId;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderConnection;
import com.samokoder.llm.ProviderFailure;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The keys a user brought, for the one door to the providers. */
public interface KeyVault {

    /** The user's keys without their secrets, by priority. */
    List<StoredKey> list(UserId user);

    /**
     * Decrypts a key for one call, and notes that it was used.
     *
     * @throws com.samokoder.platform.errors.ApiException {@code not_found}, or {@code
     *     key_unreadable} when no configured master key opens it
     */
    ProviderConnection open(UserId user, KeyId key);

    /** Keeps what a call told about a key: refused, out of money, throttled, or that it works. */
    void observe(UserId user, KeyId key, @Nullable ProviderFailure failure);

    /**
     * @param allowedModels empty for all
     * @param status unchecked, valid, invalid, exhausted or rate_limited
     */
    record StoredKey(
            KeyId id,
            String provider,
            String name,
            int priority,
            List<String> allowedModels,
            String status) {

        /** Whether the owner lets this key serve the model, named with its provider or without. */
        public boolean allows(ModelId model) {
            return model.provider().equals(provider)
                    && (allowedModels.isEmpty()
                            || allowedModels.contains(model.name())
                            || allowedModels.contains(model.toString()));
        }

        /** Whether the provider asked for a pause when it was last asked. */
        public boolean throttled() {
            return status.equals("rate_limited");
        }

        /** Whether the provider refused it, or called it empty, when it was last asked. */
        public boolean failing() {
            return status.equals("invalid") || status.equals("exhausted");
        }
    }
}
