package com.samokoder.auth.supabase;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.FieldProblem;

import java.nio.charset.StandardCharsets;

/** Supabase Auth hashes with bcrypt, which sees no more than 72 bytes of a password. */
final class BcryptLimit {
    private static final int BYTES = 72;

    private BcryptLimit() {}

    static void require(String password) {
        if (password.getBytes(StandardCharsets.UTF_8).length > BYTES) {
            throw ApiException.invalid(
                    new FieldProblem("/password", "too_long", "auth.password_too_long"));
        }
    }
}
