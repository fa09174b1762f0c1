package com.samokoder.agents;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * A message that a run answers.
 *
 * @param mode change or ask
 * @param turns what was said before, the newest last
 * @param replyId the answer's id among the messages
 * @param reply null until there is one
 */
public record Chat(
        String mode, String message, List<Turn> turns, UUID replyId, @Nullable String reply) {

    /**
     * @param role user or assistant
     * @param files that the answer changed
     */
    public record Turn(String role, String text, List<String> files) {

        /** Those stored before files were told have none. */
        public Turn {
            files = Objects.requireNonNullElse(files, List.of());
        }
    }

    boolean asks() {
        return mode.equals("ask");
    }

    Chat withReply(String said) {
        return new Chat(mode, message, turns, replyId, said);
    }
}
