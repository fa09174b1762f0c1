package com.samokoder.agents;

import java.util.Set;
import java.util.stream.Collectors;

/** What was said in a chat, as text for a model. */
final class Talk {
    private Talk() {}

    static String before(Chat chat) {
        if (chat.turns().isEmpty()) {
            return "(this is the first message)";
        }
        return chat.turns().stream()
                .map(turn -> "<%s>\n%s\n</%s>".formatted(turn.role(), turn.text(), turn.role()))
                .collect(Collectors.joining("\n"));
    }

    /** The files that the message names; then those that what was said last is about. */
    static Sight sight(Assignment assignment, Chat chat) {
        var files = assignment.files().files().keySet();
        var last =
                chat.turns().stream()
                        .skip(Math.max(0, chat.turns().size() - 2L))
                        .map(Chat.Turn::text)
                        .collect(Collectors.joining("\n"));
        var named = Relevance.named(files, chat.message());
        var about = chat.message() + "\n" + last;
        return named.isEmpty() ? Sight.of(about) : new Sight(named, Set.of(), about);
    }
}
