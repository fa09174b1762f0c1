package com.samokoder.auth.identity;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.FieldProblem;

import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a new password must not be. Length is the request's own rule; there are none about kinds of
 * characters, which only make passwords predictable.
 */
@Component
public final class PasswordRules {
    private final Set<String> common;

    PasswordRules() {
        try {
            common =
                    new ClassPathResource("auth/common-passwords.txt")
                            .getContentAsString(StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .collect(Collectors.toUnmodifiableSet());
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /**
     * @throws ApiException {@code invalid_request}
     */
    public void require(String password, String email) {
        var lowered = password.toLowerCase(Locale.ROOT);
        if (common.contains(lowered) || lowered.equals(email)) {
            throw ApiException.invalid(
                    new FieldProblem("/password", "too_common", "auth.password_too_common"));
        }
    }
}
