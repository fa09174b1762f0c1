package com.samokoder.llm;

/** What a model says while it answers. Each provider adapter maps its own wire format to these. */
public sealed interface ChatEvent {

    /** The next piece of the answer. */
    record TextDelta(String text) implements ChatEvent {}

    /** The next piece of the model's reasoning, where the provider shows it. */
    record ReasoningDelta(String text) implements ChatEvent {}

    /**
     * The next bytes of an answer in the form of the {@link WireCall} it answers. They are valid
     * only until the listener returns.
     *
     * @param last whether they end the answer; the listener keeps these back until {@link Finished}
     *     has told that the call is paid for
     */
    record Piece(byte[] bytes, int offset, int length, boolean last) implements ChatEvent {
        @Override
        public String toString() {
            return "Piece[" + length + " bytes, last=" + last + "]";
        }
    }

    /**
     * The end; exactly one per call that did not fail.
     *
     * @param rawReason the provider's own word
     */
    record Finished(FinishReason reason, String rawReason, TokenUsage usage) implements ChatEvent {}
}
