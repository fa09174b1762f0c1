package com.samokoder.llm.wire;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.TokenCounting;

/** Counts tokens where no provider does. The vocabulary is OpenAI's; others differ by some. */
public final class TokenCounter implements TokenCounting {
    /** Around each message: its role and its ends. */
    private static final int PER_MESSAGE = 4;

    /** Long texts are counted in pieces, since the tokenizer's time grows faster than its input. */
    private static final int PIECE = 2 * 1024;

    @Override
    public long count(CharSequence text) {
        long tokens = 0;
        for (int start = 0; start < text.length(); start += PIECE) {
            int end = Math.min(text.length(), start + PIECE);
            tokens +=
                    Vocabulary.ENCODING.countTokensOrdinary(
                            text.subSequence(start, end).toString());
        }
        return tokens;
    }

    @Override
    public long countInput(ChatRequest request) {
        var wire = request.wire();
        if (wire != null) {
            return wire.inputTokens();
        }
        return request.messages().stream()
                .mapToLong(message -> PER_MESSAGE + count(message.content()))
                .sum();
    }

    /** 25 MB of it, which only those pay for who count. */
    private static final class Vocabulary {
        private static final Encoding ENCODING =
                Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }
}
