package com.samokoder.llm.wire;

import com.samokoder.llm.TokenUsage;

import okhttp3.Response;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import java.io.IOException;

/** Reads an answer that is one JSON document and costs nothing. */
public final class DocumentReader implements AnswerReader {
    private final AnswerJson json;
    private final FailureReader failures;
    private JsonNode document = JsonNodeFactory.instance.missingNode();

    public DocumentReader(AnswerJson json, FailureReader failures) {
        this.json = json;
        this.failures = failures;
    }

    @Override
    public void read(Response response) throws IOException {
        if (!AnswerJson.isDocument(response)) {
            throw new MalformedAnswer("wrong_content_type");
        }
        document = json.read(response);
        if (FailureReader.isError(document)) {
            throw failures.read(response.code(), document);
        }
    }

    @Override
    public @Nullable TokenUsage spent() {
        return null;
    }

    public JsonNode document() {
        return document;
    }
}
