package com.samokoder.platform.web;

import com.samokoder.platform.errors.FieldProblem;

import jakarta.validation.ConstraintViolation;

import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.stereotype.Component;
import org.springframework.validation.ObjectError;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/** Names what is wrong with a field, from the constraint it broke. */
@Component
final class FieldTexts {
    private static final Map<String, String> CODES =
            Map.ofEntries(
                    Map.entry("NotNull", "required"),
                    Map.entry("NotBlank", "required"),
                    Map.entry("NotEmpty", "required"),
                    Map.entry("Max", "too_large"),
                    Map.entry("DecimalMax", "too_large"),
                    Map.entry("Min", "too_small"),
                    Map.entry("DecimalMin", "too_small"),
                    Map.entry("Positive", "too_small"),
                    Map.entry("PositiveOrZero", "too_small"),
                    Map.entry("Pattern", "invalid_format"),
                    Map.entry("Email", "invalid_format"));

    private final Texts texts;

    FieldTexts(Texts texts) {
        this.texts = texts;
    }

    /** A field with a standard text. */
    FieldProblem field(String pointer, String code, Locale language, Object... arguments) {
        return new FieldProblem(pointer, code, texts.text("field." + code, language, arguments));
    }

    FieldProblem violation(String pointer, MessageSourceResolvable error, Locale language) {
        if (error instanceof ObjectError object && object.contains(ConstraintViolation.class)) {
            return violation(pointer, object.unwrap(ConstraintViolation.class), language);
        }
        return field(pointer, "invalid", language);
    }

    /** A constraint's own message is used where it is the key of a text. */
    FieldProblem violation(String pointer, ConstraintViolation<?> violation, Locale language) {
        var descriptor = violation.getConstraintDescriptor();
        var attributes = descriptor.getAttributes();
        var name = descriptor.getAnnotation().annotationType().getSimpleName();
        var code = code(name, attributes, violation.getInvalidValue());
        var key = violation.getMessageTemplate();
        var own = texts.text(key, language);
        return own.equals(key)
                ? field(pointer, code, language, limit(name, code, attributes))
                : new FieldProblem(pointer, code, own);
    }

    private static String code(
            String constraint, Map<String, Object> attributes, @Nullable Object value) {
        if (!constraint.equals("Size")) {
            return CODES.getOrDefault(constraint, "invalid");
        }
        return length(value) > (int) attributes.getOrDefault("max", 0) ? "too_long" : "too_short";
    }

    private static Object limit(String constraint, String code, Map<String, Object> attributes) {
        if (constraint.equals("Size")) {
            return attributes.getOrDefault(code.equals("too_long") ? "max" : "min", 0).toString();
        }
        return attributes
                .getOrDefault("value", constraint.equals("Positive") ? "1" : "0")
                .toString();
    }

    private static int length(@Nullable Object value) {
        return switch (value) {
            case CharSequence text -> text.length();
            case Collection<?> items -> items.size();
            case Map<?, ?> map -> map.size();
            case null -> 0;
            default -> value.getClass().isArray() ? Array.getLength(value) : 0;
        };
    }
}
