package com.samokoder.agents;

/** What a step's task is, as text for those who did not write its files. */
final class TaskWords {
    private TaskWords() {}

    static String of(Assignment assignment) {
        var chat = assignment.state().chat();
        var task = assignment.task();
        return chat == null
                ? "The task: " + task.title() + "\n\n" + task.instructions()
                : "What was said so far:\n"
                        + Talk.before(chat)
                        + "\n\nThe user asked for this change:\n<message>\n"
                        + chat.message()
                        + "\n</message>";
    }
}
