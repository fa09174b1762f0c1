package com.samokoder.agents;

import com.samokoder.agents.PipelineState.Task;

import java.util.List;

/** A chat's message as the one task of a plan. */
final class ChatTask {
    static final String ID = "change";
    private static final int LONGEST_TITLE = 80;

    private ChatTask() {}

    static Task of(Chat chat) {
        return new Task(ID, title(chat.message()), chat.message(), List.of(), List.of());
    }

    /** The beginning of the message: what the version is called. */
    static String title(String message) {
        var line = message.strip().replaceAll("\\s+", " ");
        if (line.codePointCount(0, line.length()) <= LONGEST_TITLE) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, LONGEST_TITLE - 1)).strip() + "…";
    }
}
