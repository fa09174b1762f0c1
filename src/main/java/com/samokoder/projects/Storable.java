package com.samokoder.projects;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Text, or JSON, that the database can hold: no NUL and no half of a surrogate pair. JSON is also
 * held to a size, and its numbers to few digits, all of which the database writes out: it makes 300
 * digits of 1e300.
 */
@Target({
    ElementType.FIELD,
    ElementType.PARAMETER,
    ElementType.RECORD_COMPONENT,
    ElementType.TYPE_USE
})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = {Storable.OfText.class, Storable.OfJson.class})
@interface Storable {
    String message() default "projects.not_storable";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The most bytes of UTF-8 that JSON may take. */
    int bytes() default 16384;

    /** For text. */
    class OfText implements ConstraintValidator<Storable, CharSequence> {
        @Override
        public boolean isValid(@Nullable CharSequence text, ConstraintValidatorContext context) {
            return text == null || isWellFormed(text);
        }

        private static boolean isWellFormed(CharSequence text) {
            return text.codePoints()
                    .noneMatch(
                            point -> point == 0 || Character.getType(point) == Character.SURROGATE);
        }
    }

    /** For JSON; its names count as text too. */
    class OfJson implements ConstraintValidator<Storable, JsonNode> {
        private static final int DIGITS = 50;

        private int bytes;

        @Override
        public void initialize(Storable storable) {
            bytes = storable.bytes();
        }

        @Override
        public boolean isValid(@Nullable JsonNode json, ConstraintValidatorContext context) {
            return json == null
                    || (isWellFormed(json)
                            && json.toString().getBytes(StandardCharsets.UTF_8).length <= bytes);
        }

        private static boolean isWellFormed(JsonNode json) {
            return switch (json) {
                case JsonNode text when text.isString() -> OfText.isWellFormed(text.stringValue());
                case JsonNode number when number.isNumber() -> isShort(number.decimalValue());
                case JsonNode object when object.isObject() ->
                        object.propertyNames().stream().allMatch(OfText::isWellFormed)
                                && object.valueStream().allMatch(OfJson::isWellFormed);
                default -> json.valueStream().allMatch(OfJson::isWellFormed);
            };
        }

        private static boolean isShort(BigDecimal number) {
            long fraction = number.scale();
            long whole = number.precision() - fraction;
            return fraction <= DIGITS && whole <= DIGITS;
        }
    }
}
