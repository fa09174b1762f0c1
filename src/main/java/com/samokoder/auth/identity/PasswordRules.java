package com.samokoder.auth.identity;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.FieldProblem;

import org.springframework.stereotype.Component;

import java.util.Locale;

/**
 * What a new password must not be. Length is the request's own rule; there are none about kinds of
 * characters, which only make passwords predictable.
 */
@Component
public final class PasswordRules {
    /**
     * @throws ApiException {@code invalid_request}
     */
    public void require(String password, String email) {
        var lowered = password.toLowerCase(Locale.ROOT);
        if (GuessedPasswords.contain(lowered) || lowered.equals(email)) {
            throw ApiException.invalid(
                    new FieldProblem("/password", "too_common", "auth.password_too_common"));
        }
    }
}
