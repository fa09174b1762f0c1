package com.samokoder.agents;

import com.samokoder.files.ProjectPath;

import java.util.LinkedHashSet;
import java.util.stream.Collectors;

/** What was said in a chat, as text for a model. */
final class Talk {
    /** What was changed longer ago is nothing that a message means without naming it. */
    private static final int RECENT = 6;

    private Talk() {}

    static String before(Chat chat) {
        return chat.turns().isEmpty()
                ? "(this is the first message)"
                : chat.turns().stream().map(Talk::told).collect(Collectors.joining("\n"));
    }

    private static String told(Chat.Turn turn) {
        var changed =
                turn.files().isEmpty()
                        ? ""
                        : "\n(changed: " + String.join(", ", turn.files()) + ")";
        return "<%s>\n%s%s\n</%s>".formatted(turn.role(), turn.text(), changed, turn.role());
    }

    /**
     * The files that the message names; then those that the last answers changed, for "now make it
     * blue" names nothing; then those that what was said last is about.
     */
    static Sight sight(Assignment assignment, Chat chat) {
        var files = assignment.files().files().keySet();
        var last =
                chat.turns().stream()
                        .skip(Math.max(0, chat.turns().size() - RECENT))
                        .toList()
                        .reversed();
        var changed =
                last.stream()
                        .flatMap(turn -> turn.files().stream())
                        .flatMap(path -> ProjectPath.parse(path).stream())
                        .filter(files::contains)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        var said = last.stream().limit(2).map(Chat.Turn::text).collect(Collectors.joining("\n"));
        var named = Relevance.named(files, chat.message());
        return new Sight(named, changed, chat.message() + "\n" + said);
    }
}
