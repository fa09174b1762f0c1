package com.samokoder.agents;

import com.samokoder.agents.TextLines.Replacement;

import java.util.List;
import java.util.Optional;

/**
 * Finds what a search/replace block means where its text is a part of lines instead of whole ones:
 * it stands in the file literally, once, and does not begin or end inside a word. What is around it
 * stays.
 */
final class InlineSearch {
    /** Less is likely to be meant somewhere else. */
    private static final int LEAST_CHARACTERS = 10;

    private final String text;

    InlineSearch(List<String> lines) {
        this.text = String.join("\n", lines);
    }

    /** The block with the rest of the lines that it begins and ends in. */
    Optional<Replacement> find(Hunk hunk) {
        var wanted = String.join("\n", hunk.find()).strip();
        int at = text.indexOf(wanted);
        if (wanted.length() < LEAST_CHARACTERS || at < 0 || text.indexOf(wanted, at + 1) >= 0) {
            return Optional.empty();
        }
        int end = at + wanted.length();
        if (insideWord(at) || insideWord(end)) {
            return Optional.empty();
        }
        int from = line(at);
        int to = line(end) + 1;
        var before = text.substring(text.lastIndexOf('\n', at - 1) + 1, at);
        int lineEnd = text.indexOf('\n', end);
        var after = lineEnd < 0 ? text.substring(end) : text.substring(end, lineEnd);
        var with = before + String.join("\n", hunk.with()).strip() + after;
        return Optional.of(
                new Replacement(
                        from, to, with.isBlank() ? List.of() : List.of(with.split("\n", -1))));
    }

    private boolean insideWord(int at) {
        return at > 0
                && at < text.length()
                && Character.isLetterOrDigit(text.charAt(at - 1))
                && Character.isLetterOrDigit(text.charAt(at));
    }

    private int line(int at) {
        return (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    }
}
