package com.samokoder.gateway;

import com.samokoder.llm.ChatModel;

/** The only way to a provider. */
public interface LlmGateway {
    /** The detail of a refusal where no provider of the model has the endpoint. */
    String FORM_NOT_SERVED = "gateway.form_not_served";

    /**
     * The model that serves this user's wish, bound to a key of the user's own, retried, metered
     * and recorded in the ledger.
     *
     * @throws com.samokoder.platform.errors.ApiException {@code provider_key_missing} when the user
     *     has no key that allows it
     */
    ChatModel open(ModelWish wish);
}
