package com.samokoder.agents;

import org.jspecify.annotations.Nullable;

/**
 * One unit of work, done by one agent and committed as a whole.
 *
 * @param id stable within a run, such as {@code specification}, {@code develop:t3} or {@code
 *     review:t3:1}
 * @param taskId the plan's task it belongs to, if any
 */
public record Step(String id, AgentName agent, @Nullable String taskId) {}
