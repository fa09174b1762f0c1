package com.samokoder.llm.translate;

import com.samokoder.llm.ProviderFailure;
import com.samokoder.platform.errors.ErrorCode;

/** What one form can say and the other cannot. */
final class Untranslatable {
    private static final int BAD_REQUEST = 400;

    private Untranslatable() {}

    static ProviderFailure because(String explanation) {
        return new ProviderFailure(
                        ErrorCode.PROVIDER_REJECTED, false, BAD_REQUEST, "not_translatable", null)
                .withExplanation(explanation);
    }
}
