package com.samokoder.platform.errors;

/**
 * One field that was not accepted.
 *
 * @param pointer JSON pointer into the request body, or the parameter's name
 * @param code stable word, such as {@code required}, {@code too_long}, {@code unknown_field}
 * @param detail message key in the {@code problems} bundle; an unknown key is shown as it is
 */
public record FieldProblem(String pointer, String code, String detail) {}
