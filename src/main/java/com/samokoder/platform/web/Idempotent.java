package com.samokoder.platform.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A POST that creates or spends. With an {@code Idempotency-Key}, an equal repetition by the same
 * user within 24 hours gets the first answer again, with {@code Idempotency-Replayed: true}; the
 * same key with another request is {@code idempotency_mismatch}; a repetition while the first still
 * runs is {@code idempotency_in_progress}. What failed on the service's side (5xx) is forgotten,
 * and what a dead process left behind is free again after {@link #leaseSeconds}.
 *
 * <p>Streams are not kept: a repetition of a request that was answered as {@code text/event-stream}
 * is a {@code conflict}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {
    /** Carries the key. */
    String HEADER = "Idempotency-Key";

    /**
     * False where the answer holds a secret. It is then not kept, and a repetition is a {@code
     * conflict} that says so.
     */
    boolean storeResponse() default true;

    /** Longer than the call can last: until then its process counts as alive. */
    int leaseSeconds() default 120;
}
