package com.samokoder.platform.database;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

/**
 * A call over HTTP that brought no answer of the function.
 *
 * @param reported what the caller of the port is told
 * @param outcome what it says about the function
 */
record RpcFailure(ApiException reported, Outcome outcome) {

    /** Whether the function ran, as far as anybody can tell. */
    enum Outcome {
        /** It did not run, or was rolled back: the same call may be made again. */
        NOTHING_DONE,
        /** It may have run to its end. */
        UNKNOWN,
        /** The same call would fail again. */
        FINAL
    }

    static RpcFailure lasting(ApiException reported) {
        return new RpcFailure(reported, Outcome.FINAL);
    }

    static RpcFailure unavailable(Outcome outcome, String reason) {
        return new RpcFailure(
                ApiException.of(ErrorCode.UNAVAILABLE)
                        .withRetryAfter(SqlFailures.RETRY_SOON)
                        .withCause(new Reason(reason)),
                outcome);
    }

    /** Why, in words for operators: without bodies, headers and addresses. */
    static final class Reason extends RuntimeException {
        Reason(String words) {
            super(words);
        }
    }
}
