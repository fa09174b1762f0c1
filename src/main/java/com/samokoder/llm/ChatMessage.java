package com.samokoder.llm;

/**
 * One message of a conversation.
 *
 * @param cacheable whether the conversation up to here is worth keeping in the provider's prompt
 *     cache
 */
public record ChatMessage(Role role, String content, boolean cacheable) {
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT
    }

    /** The same message, after which the conversation so far is worth keeping. */
    public ChatMessage kept() {
        return new ChatMessage(role, content, true);
    }

    public static ChatMessage system(String content) {
        return new ChatMessage(Role.SYSTEM, content, true);
    }

    public static ChatMessage user(String content) {
        return new ChatMessage(Role.USER, content, false);
    }

    public static ChatMessage assistant(String content) {
        return new ChatMessage(Role.ASSISTANT, content, false);
    }
}
