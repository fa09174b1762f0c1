package com.samokoder.agents;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

import org.springframework.stereotype.Component;

/**
 * Estimates how many tokens a text is. Each vendor counts differently; one common vocabulary is
 * near enough to decide what fits.
 */
@Component
class TokenEstimate {
    /** The tokenizer's time grows faster than its input. */
    private static final int PIECE = 16 * 1024;

    private final Encoding encoding =
            Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);

    int count(String text) {
        int count = 0;
        for (int from = 0; from < text.length(); from += PIECE) {
            var piece = text.substring(from, Math.min(text.length(), from + PIECE));
            count += encoding.countTokensOrdinary(piece);
        }
        return count;
    }
}
