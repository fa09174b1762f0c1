package com.samokoder.keys;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.FieldProblem;
import com.samokoder.platform.secrets.Secret;

/**
 * A key as a request brought it: not printable, and not trusted before it was looked at. What it
 * holds goes into an HTTP header, so nothing but visible ASCII may pass.
 */
final class SuppliedKey {
    private static final int SHORTEST = 8;
    private static final int LONGEST = 512;

    private final String value;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    SuppliedKey(String value) {
        this.value = value;
    }

    /**
     * @throws ApiException {@code invalid_request} that says what is wrong, without the key
     */
    Secret secret() {
        if (value.chars().anyMatch(character -> character < '!' || character > '~')) {
            throw refused("malformed", "keys.key_characters");
        }
        if (value.length() < SHORTEST) {
            throw refused("too_short", "keys.key_too_short");
        }
        if (value.length() > LONGEST) {
            throw refused("too_long", "keys.key_too_long");
        }
        return new Secret(value);
    }

    private static ApiException refused(String code, String detail) {
        return ApiException.invalid(new FieldProblem("/api_key", code, detail));
    }

    @Override
    public String toString() {
        return "SuppliedKey[hidden]";
    }
}
