package com.samokoder.llm;

import java.util.List;

/** Opens models; the only way to an adapter. */
public interface ChatModels {

    /** The model behind a connection; nothing is sent yet. */
    ChatModel open(ProviderConnection connection, String model);

    /** Whether a provider answers requests in this form, by itself or through a translation. */
    boolean serves(String provider, WireForm form);

    /**
     * One free call to the provider that shows whether the key works.
     *
     * @throws ProviderFailure when it does not, or when that cannot be told
     */
    void check(ProviderConnection connection);

    /**
     * The models the provider offers to this key, as the provider spells them.
     *
     * @throws ProviderFailure as for {@link #check}
     */
    List<String> list(ProviderConnection connection);
}
