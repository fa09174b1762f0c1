package com.samokoder.gateway.surface;

/**
 * A model that the caller's keys allow, or an alias.
 *
 * @param id as a client writes it
 * @param owner the provider, or {@code samokoder} for an alias
 */
record ServedModel(String id, String owner, String displayName) {}
