package com.samokoder.llm.wire;

import com.samokoder.llm.TokenUsage;

import okhttp3.Response;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** Reads one provider's answer while it comes. */
public interface AnswerReader {

    /**
     * @throws MalformedAnswer when it does not follow the wire format
     * @throws com.samokoder.llm.ProviderFailure when it reports a failure
     */
    void read(Response response) throws IOException;

    /** What was used up so far; null when nothing came back yet. */
    @Nullable TokenUsage spent();
}
