package com.samokoder.gateway;

import com.samokoder.auth.UserId;
import com.samokoder.usage.Payer;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * Who wants which model, and what for.
 *
 * @param provider null to let the user's keys decide
 * @param model {@code provider/name}, a bare name, or null for the provider's default
 * @param keyId a key of the user's own, or null for the first by priority
 * @param client null for calls of the service itself
 * @param onCall told what each attempt spent, after its ledger row is written
 */
public record ModelWish(
        UserId user,
        @Nullable String provider,
        @Nullable String model,
        @Nullable UUID keyId,
        @Nullable UUID projectId,
        @Nullable UUID runId,
        @Nullable String step,
        @Nullable String agent,
        @Nullable ClientCall client,
        SpendListener onCall) {

    /** A client's wish. */
    public static ModelWish of(
            UserId user,
            @Nullable UUID keyId,
            String model,
            ClientCall client,
            SpendListener onCall) {
        return new ModelWish(user, null, model, keyId, null, null, null, null, client, onCall);
    }

    /** The same wish for another model, by whichever key. */
    ModelWish instead(String otherModel) {
        return new ModelWish(
                user, null, otherModel, null, projectId, runId, step, agent, client, onCall);
    }

    Payer payer() {
        return new Payer(user, projectId, client == null ? null : client.accessTokenId());
    }
}
