package com.samokoder.auth.identity;

import org.jspecify.annotations.Nullable;

/**
 * A new account.
 *
 * @param session null where the address must be confirmed first
 */
public record Registration(Identity identity, @Nullable Session session) {}
