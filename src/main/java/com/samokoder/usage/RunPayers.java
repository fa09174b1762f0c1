package com.samokoder.usage;

import com.samokoder.auth.UserId;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/** Who pays for the calls of a run: its owner, and the access token that set it going. */
public interface RunPayers {

    /** For a run that an access token is about to set going; it may change with a resumption. */
    void set(UserId user, UUID run, UUID accessTokenId);

    /**
     * The access token whose budget the run's calls count in; null for none.
     *
     * @throws com.samokoder.platform.errors.ApiException {@code budget_exceeded} when it was
     *     revoked or has expired: whoever held it has nothing left to spend
     */
    @Nullable UUID accessTokenOf(UserId user, UUID run);
}
