package com.samokoder.agents;

import java.util.ArrayList;
import java.util.List;

/**
 * A file's text as lines that remember their endings, so that an edit leaves every byte as it is
 * that it does not name: mixed line endings, a byte order mark, a missing last line break.
 */
final class TextLines {
    private static final String MARK = "\uFEFF";

    private final String mark;
    private final List<String> lines = new ArrayList<>();
    private final List<String> endings = new ArrayList<>();

    private TextLines(String text) {
        this.mark = text.startsWith(MARK) ? MARK : "";
        int from = mark.length();
        for (int at = text.indexOf('\n', from); at >= 0; at = text.indexOf('\n', from)) {
            boolean windows = at > from && text.charAt(at - 1) == '\r';
            add(text.substring(from, windows ? at - 1 : at), windows ? "\r\n" : "\n");
            from = at + 1;
        }
        if (from < text.length()) {
            add(text.substring(from), "");
        }
    }

    static TextLines of(String text) {
        return new TextLines(text);
    }

    private void add(String line, String ending) {
        lines.add(line);
        endings.add(ending);
    }

    /** Without their endings. */
    List<String> lines() {
        return lines;
    }

    /**
     * New lines that stand for those from {@code from} to before {@code to}; both are the number of
     * lines where something is added at the end.
     */
    record Replacement(int from, int to, List<String> with) {}

    /**
     * @param replacements by place, none inside another
     */
    String with(List<Replacement> replacements) {
        var text = new Output(ending());
        int at = 0;
        for (Replacement replacement : replacements) {
            text.keep(at, replacement.from());
            replacement.with().forEach(line -> text.add(line, text.usual));
            at = replacement.to();
        }
        text.keep(at, lines.size());
        return mark + text.finished();
    }

    /** What most lines end with. */
    private String ending() {
        long windows = endings.stream().filter("\r\n"::equals).count();
        return windows * 2 > endings.size() ? "\r\n" : "\n";
    }

    private boolean endsWithBreak() {
        return endings.isEmpty() || !endings.getLast().isEmpty();
    }

    private final class Output {
        private final String usual;
        private final StringBuilder text = new StringBuilder();
        private String pending = "";

        Output(String usual) {
            this.usual = usual;
        }

        void keep(int from, int to) {
            for (int i = from; i < to; i++) {
                var ending = endings.get(i);
                add(lines.get(i), ending.isEmpty() ? usual : ending);
            }
        }

        void add(String line, String ending) {
            text.append(pending).append(line);
            pending = ending;
        }

        String finished() {
            return text.append(endsWithBreak() ? pending : "").toString();
        }
    }
}
