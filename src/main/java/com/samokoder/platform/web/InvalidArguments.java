package com.samokoder.platform.web;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.FieldProblem;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.annotation.HandlerMethodValidationException;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** Turns broken constraints into named fields. */
@Component
final class InvalidArguments {
    private final FieldTexts texts;

    InvalidArguments(FieldTexts texts) {
        this.texts = texts;
    }

    ApiException explain(BindingResult result, Locale language) {
        return invalid(fields(result.getAllErrors(), language));
    }

    ApiException explain(HandlerMethodValidationException failure, Locale language) {
        return invalid(
                failure.getParameterValidationResults().stream()
                        .flatMap(result -> fields(result, language))
                        .toList());
    }

    ApiException explain(ConstraintViolationException failure, Locale language) {
        return invalid(
                failure.getConstraintViolations().stream()
                        .map(violation ->
                                texts.violation(
                                        JsonPointers.ofProperty(
                                                violation.getPropertyPath().toString()),
                                        violation,
                                        language))
                        .toList());
    }

    ApiException field(String pointer, String code, Locale language) {
        return ApiException.invalid(texts.field(pointer, code, language));
    }

    private Stream<FieldProblem> fields(ParameterValidationResult result, Locale language) {
        if (result instanceof ParameterErrors errors) {
            return fields(errors.getAllErrors(), language).stream();
        }
        var name = name(result.getMethodParameter());
        return result.getResolvableErrors().stream()
                .map(error ->
                        texts.violation(
                                name, result.unwrap(error, ConstraintViolation.class), language));
    }

    private List<FieldProblem> fields(
            List<? extends MessageSourceResolvable> errors, Locale language) {
        return errors.stream()
                .map(error -> texts.violation(pointer(error), error, language))
                .toList();
    }

    private static String pointer(MessageSourceResolvable error) {
        return error instanceof FieldError field ? JsonPointers.ofProperty(field.getField()) : "";
    }

    /** The parameter's name in the request, not in the code. */
    static String name(MethodParameter parameter) {
        return Stream.of(
                        declared(parameter, RequestParam.class, RequestParam::name),
                        declared(parameter, PathVariable.class, PathVariable::name),
                        declared(parameter, RequestHeader.class, RequestHeader::name),
                        declared(parameter, CookieValue.class, CookieValue::name))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseGet(() -> Objects.requireNonNullElse(parameter.getParameterName(), ""));
    }

    private static <A extends Annotation> String declared(
            MethodParameter parameter, Class<A> type, Function<A, String> name) {
        var annotation = parameter.getParameterAnnotation(type);
        return annotation == null ? "" : name.apply(annotation);
    }

    private static ApiException invalid(List<FieldProblem> fields) {
        return ApiException.invalid(fields.toArray(FieldProblem[]::new));
    }
}
