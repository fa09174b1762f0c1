package com.samokoder.usage;

import com.samokoder.auth.UserId;

import java.util.UUID;

/** Tells machines where they stand. */
public interface SpendingAccount {

    /**
     * @throws com.samokoder.platform.errors.ApiException {@code not_found} for a token that is not
     *     this user's
     */
    TokenSpending ofToken(UserId user, UUID accessTokenId);
}
