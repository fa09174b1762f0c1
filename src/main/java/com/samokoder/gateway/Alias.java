package com.samokoder.gateway;

import java.time.Instant;
import java.util.List;

/**
 * A name of a user's own for a model.
 *
 * @param models the one meant, and behind it those to try where it cannot serve
 */
public record Alias(String name, List<String> models, Instant createdAt, Instant updatedAt) {}
