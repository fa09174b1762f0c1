package com.samokoder.llm.wire;

import okhttp3.Response;

import okio.Buffer;
import okio.BufferedSource;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;

/** The JSON in answers. */
public final class AnswerJson {
    private final JsonMapper json;

    public AnswerJson(JsonMapper json) {
        this.json = json;
    }

    /** A whole body. */
    public JsonNode read(Response response) throws IOException {
        return read(bytes(response));
    }

    /** A whole body, unread. */
    public byte[] bytes(Response response) throws IOException {
        var source = response.body().source();
        if (source.request(SseReader.MAX_TOTAL + 1)) {
            throw new OversizedAnswer();
        }
        return source.readByteArray();
    }

    /** Some fields of a document, the rest of which is passed over. */
    public JsonNode outline(byte[] bytes, Set<String> names) throws MalformedAnswer {
        var outline = json.createObjectNode();
        try (var parser = json.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return read(bytes);
            }
            for (var name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                if (names.contains(name)) {
                    outline.set(name, parser.<JsonNode>readValueAsTree());
                } else {
                    parser.skipChildren();
                }
            }
            return outline;
        } catch (JacksonException _) {
            throw new MalformedAnswer("malformed_json");
        }
    }

    /** The data of one event of a stream; null where it is no JSON. */
    public @Nullable JsonNode event(byte[] bytes, int start, int end) throws IOException {
        var lines = new Buffer().write(bytes, start, end - start);
        var event = new SseReader(lines).next();
        return event == null || event.data().length == 0 || event.data()[0] != '{'
                ? null
                : read(event.data());
    }

    public JsonNode read(byte[] bytes) throws MalformedAnswer {
        try {
            return Objects.requireNonNull(json.readTree(bytes));
        } catch (JacksonException _) {
            // The cause would quote what it could not read.
            throw new MalformedAnswer("malformed_json");
        }
    }

    /**
     * Whether a body is one JSON document rather than an event stream. The content type is not
     * trusted alone: some servers send either under {@code text/plain}, and errors under {@code
     * text/event-stream}.
     *
     * @throws MalformedAnswer when it is neither, such as a proxy's web page
     */
    public static boolean isDocument(Response response) throws IOException {
        var type = response.body().contentType();
        if (type != null && type.subtype().contains("html")) {
            throw new MalformedAnswer("wrong_content_type");
        }
        var first = firstCharacter(response.body().source());
        return first == '{' || first == '[';
    }

    private static char firstCharacter(BufferedSource source) throws IOException {
        for (long i = 0; source.request(i + 1) && i < SseReader.MAX_LINE; i++) {
            char c = (char) source.getBuffer().getByte(i);
            if (c != ' ' && c != '\r' && c != '\n' && c != '\t') {
                return c;
            }
        }
        return 0;
    }
}
