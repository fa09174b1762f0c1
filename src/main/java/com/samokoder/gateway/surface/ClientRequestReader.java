package com.samokoder.gateway.surface;

import com.samokoder.llm.WireBody;
import com.samokoder.llm.WireBody.Span;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.errors.FieldProblem;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads one request in one pass, without building a tree: the few fields that matter here, where
 * they stand, and about how many tokens the whole is. A doubled field is refused by the parser, so
 * what is read here is what the provider reads.
 */
final class ClientRequestReader {
    private static final int MAX_MODEL = 256;
    private static final int MAX_CHOICES = 128;

    private final JsonParser parser;
    private final byte[] bytes;
    private final TokenEstimate tokens = new TokenEstimate();
    private int firstField;
    private @Nullable String model;
    private @Nullable Span modelSpan;
    private @Nullable Span optionsSpan;
    private boolean stream;
    private boolean usageAsked;
    private @Nullable Integer outputAsked;
    private int choices = 1;

    ClientRequestReader(JsonParser parser, byte[] bytes) {
        this.parser = parser;
        this.bytes = bytes;
    }

    /**
     * @throws ApiException {@code invalid_request}
     */
    ClientRequest read() {
        try {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw ApiException.of(ErrorCode.INVALID_REQUEST, "gateway.not_an_object");
            }
            firstField = offset() + 1;
            for (var name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                field(name);
            }
            if (parser.nextToken() != null) {
                throw ApiException.of(ErrorCode.INVALID_REQUEST, "gateway.malformed_json");
            }
        } catch (JacksonException _) {
            // Its message would quote the request.
            throw ApiException.of(ErrorCode.INVALID_REQUEST, "gateway.malformed_json");
        }
        return request();
    }

    private ClientRequest request() {
        if (model == null || modelSpan == null) {
            throw invalid("model", "required", "gateway.model_required");
        }
        var output = outputAsked == null ? null : Math.multiplyExact(choices, outputAsked);
        return new ClientRequest(
                model,
                new WireBody(bytes, modelSpan, optionsSpan, firstField),
                stream,
                usageAsked,
                output,
                tokens.total());
    }

    private void field(String name) {
        switch (name) {
            case "model" -> model();
            case "stream" -> stream = flag(name);
            case "stream_options" -> streamOptions();
            case "max_tokens", "max_completion_tokens", "max_output_tokens" -> outputLimit(name);
            case "n" -> {
                var told = count(name, MAX_CHOICES);
                choices = told == null ? 1 : told;
            }
            case "background" -> refuse(flag(name), name, "gateway.no_background");
            case "models", "fallbacks" -> refuse(true, name, "gateway.fallbacks_by_header");
            default -> tokens.add(parser);
        }
    }

    /** Of two limits the higher: nobody knows which one the provider heeds. */
    private void outputLimit(String name) {
        var told = count(name, Integer.MAX_VALUE / MAX_CHOICES);
        if (told != null && (outputAsked == null || told > outputAsked)) {
            outputAsked = told;
        }
    }

    private void model() {
        var text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
        if (text.isBlank() || text.length() > MAX_MODEL) {
            throw invalid("model", "invalid_format", "gateway.model_required");
        }
        model = text;
        modelSpan = new Span(offset(), endOffset());
    }

    private void streamOptions() {
        int start = offset();
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            for (var name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                usageAsked |= name.equals("include_usage") && flag(name);
                parser.skipChildren();
            }
        } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
            throw invalid("stream_options", "invalid_format", "gateway.invalid_field");
        }
        optionsSpan = new Span(start, endOffset());
    }

    private boolean flag(String name) {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw invalid(name, "invalid_format", "gateway.invalid_field");
        };
    }

    private @Nullable Integer count(String name, int most) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                || parser.getLongValue() < 1
                || parser.getLongValue() > most) {
            throw invalid(name, "out_of_range", "gateway.invalid_field");
        }
        return parser.getIntValue();
    }

    private static void refuse(boolean there, String name, String detail) {
        if (there) {
            throw invalid(name, "not_supported", detail);
        }
    }

    private int offset() {
        return checked(parser.currentTokenLocation().getByteOffset());
    }

    private int endOffset() {
        return checked(parser.currentLocation().getByteOffset());
    }

    /** A body that is not UTF-8 has no such offsets. */
    private static int checked(long offset) {
        if (offset < 0) {
            throw ApiException.of(ErrorCode.INVALID_REQUEST, "gateway.malformed_json");
        }
        return (int) offset;
    }

    private static ApiException invalid(String field, String code, String detail) {
        return ApiException.invalid(new FieldProblem(field, code, detail));
    }
}
