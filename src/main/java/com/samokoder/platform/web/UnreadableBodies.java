package com.samokoder.platform.web;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.errors.FieldProblem;

import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;

import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says which part of a body could not be read, without quoting the body or naming a class. */
@Component
final class UnreadableBodies {
    private final FieldTexts texts;
    private final JsonMapper json;

    UnreadableBodies(FieldTexts texts, JsonMapper json) {
        this.texts = texts;
        this.json = json;
    }

    ApiException explain(HttpMessageNotReadableException failure, Locale language) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyTooLarge) {
                return ApiException.of(ErrorCode.TOO_LARGE);
            }
            if (cause instanceof ApiException thrown) {
                return thrown;
            }
        }
        return ApiException.invalid(field(failure.getCause(), language));
    }

    private FieldProblem field(@Nullable Throwable cause, Locale language) {
        return switch (cause) {
            case StreamReadException broken -> malformed(broken, language);
            case UnrecognizedPropertyException unknown -> at(unknown, "unknown_field", language);
            case InvalidFormatException format when !(format.getValue() instanceof String) ->
                    at(format, "wrong_type", language);
            case InvalidFormatException format when format.getTargetType().isEnum() ->
                    choice(format, language);
            case InvalidFormatException format -> at(format, "invalid_format", language);
            case ValueInstantiationException refused -> at(refused, "invalid", language);
            case DatabindException mismatch -> at(mismatch, "wrong_type", language);
            case null -> texts.field("", "required", language);
            default -> texts.field("", "invalid", language);
        };
    }

    private FieldProblem at(DatabindException failure, String code, Locale language) {
        return texts.field(JsonPointers.of(failure.getPath()), code, language);
    }

    private FieldProblem malformed(StreamReadException broken, Locale language) {
        var place = broken.getLocation();
        return texts.field(
                "",
                "malformed_json",
                language,
                Integer.toString(place.getLineNr()),
                Integer.toString(place.getColumnNr()));
    }

    private FieldProblem choice(InvalidFormatException failure, Locale language) {
        var words =
                Arrays.stream(failure.getTargetType().getEnumConstants())
                        .map(constant -> json.valueToTree(constant).asString())
                        .collect(Collectors.joining(", "));
        return texts.field(JsonPointers.of(failure.getPath()), "not_allowed", language, words);
    }
}
