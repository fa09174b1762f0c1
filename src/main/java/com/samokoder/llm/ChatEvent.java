package com.samokoder.llm;

/** What a model says while it answers. Each provider adapter maps its own wire format to these. */
public sealed interface ChatEvent {

    /** The next piece of the answer. */
    record TextDelta(String text) implements ChatEvent {}

    /** The next piece of the model's reasoning, where the provider shows it. */
    record ReasoningDelta(String text) implements ChatEvent {}

    /**
     * The end; exactly one per call that did not fail.
     *
     * @param rawReason the provider's own word
     */
    record Finished(FinishReason reason, String rawReason, TokenUsage usage) implements ChatEvent {}
}
