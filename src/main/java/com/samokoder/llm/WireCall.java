package com.samokoder.llm;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * A request as a client wrote it, in the form of a provider's own API. It goes on untouched, but
 * for the model's name and the question for usage, to a provider that speaks the form, and is
 * translated for one that does not.
 *
 * @param usageAsked whether the client wants the usage told in its stream
 * @param outputAsked the most tokens the client wants; null where it did not say
 * @param inputTokens an estimate
 * @param headers of the client's that a provider may see
 */
public record WireCall(
        WireForm form,
        WireBody body,
        boolean stream,
        boolean usageAsked,
        @Nullable Integer outputAsked,
        long inputTokens,
        Map<String, String> headers) {
    /** Whether an answer has tokens of output to pay for. */
    public boolean writes() {
        return form != WireForm.EMBEDDINGS && form != WireForm.COUNT_TOKENS;
    }

    @Override
    public String toString() {
        return "WireCall[" + form + ", stream=" + stream + "]";
    }
}
