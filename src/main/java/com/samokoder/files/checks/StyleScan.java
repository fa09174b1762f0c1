package com.samokoder.files.checks;

import com.samokoder.files.checks.Reference.Kind;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** One pass over a style sheet. */
final class StyleScan {
    private static final int MOST = 3;
    private static final int QUOTED = 60;

    private final SourceText source;
    private final String text;
    private final Outline outline;
    private final Deque<Bracket> open = new ArrayDeque<>();
    private int at;
    private int line;
    private int errors;

    /** Where the rule or declaration at hand begins, and in which line; -1 between two. */
    private int begin = -1;

    private int beginLine;
    private boolean colon;

    private record Bracket(char closing, int line) {}

    StyleScan(SourceText source, Outline outline) {
        this.source = source;
        this.text = source.text();
        this.outline = outline;
        this.line = source.linesBefore() + 1;
    }

    void run() {
        while (at < text.length() && errors < MOST) {
            step(text.charAt(at));
        }
        if (errors < MOST && !open.isEmpty()) {
            fail(open.getLast().line(), "what opens here is not closed: " + open.getLast().closing);
        }
    }

    private void step(char c) {
        switch (c) {
            case '\n' -> {
                line++;
                at++;
            }
            case ' ', '\t', '\r', '\f' -> at++;
            case '/' -> slash();
            case '"', '\'' -> string(c);
            case '{' -> openBlock();
            case '(' -> openRound();
            case '[' -> push(']');
            case '}', ')', ']' -> close(c);
            case ';' -> semicolon();
            case '\\' -> token(2);
            case ':' -> {
                colon = true;
                token(1);
            }
            default -> token(1);
        }
    }

    private void token(int length) {
        if (begin < 0) {
            begin = at;
            beginLine = line;
            colon = false;
        }
        at += length;
    }

    private void slash() {
        if (!text.startsWith("/*", at)) {
            token(1);
            return;
        }
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            fail(line, "the comment that opens here is not closed.");
            at = text.length();
            open.clear();
            return;
        }
        var comment = text.substring(at, end + 2);
        outline.comment(line, comment);
        line += (int) comment.chars().filter(c -> c == '\n').count();
        at = end + 2;
    }

    private void string(char quote) {
        int start = at;
        int startLine = line;
        token(1);
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at);
            if (c == '\n') {
                fail(startLine, "the string that opens here is not closed.");
                return;
            }
            boolean escaped = c == '\\' && at + 1 < text.length();
            if (escaped && text.charAt(at + 1) == '\n') {
                line++;
            }
            at += escaped ? 2 : 1;
        }
        if (at >= text.length()) {
            fail(startLine, "the string that opens here is not closed.");
            return;
        }
        at++;
        imported(text.substring(start + 1, at - 1));
    }

    private void imported(String target) {
        if (begin >= 0 && lower(begin, begin + 8).equals("@import ") && isOnlyImport()) {
            outline.refer(Reference.of(Kind.STYLE_IMPORT, target, line));
        }
    }

    private boolean isOnlyImport() {
        return text.substring(begin + 8, Math.min(at, begin + 16)).strip().matches("[\"'].*|url.*");
    }

    private void openRound() {
        boolean url = at >= 3 && lower(at - 3, at).equals("url");
        push(')');
        if (url) {
            address();
        }
    }

    /** An address may stand without quotes, and then holds what would be a comment elsewhere. */
    private void address() {
        int start = at;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < text.length() && "()\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        if (start == end || end == text.length() || text.charAt(end) != ')') {
            return;
        }
        var target = text.substring(start, end).strip();
        if (target.startsWith("\"") || target.startsWith("'")) {
            refer(target.substring(1, Math.max(1, target.length() - 1)));
            return;
        }
        refer(target);
        at = end;
    }

    private void refer(String target) {
        boolean imports = begin >= 0 && lower(begin, begin + 7).equals("@import");
        outline.refer(Reference.of(imports ? Kind.STYLE_IMPORT : Kind.STYLE_LINK, target, line));
    }

    private void openBlock() {
        push('}');
        begin = -1;
    }

    private void push(char closing) {
        open.addLast(new Bracket(closing, line));
        token(1);
    }

    private void close(char c) {
        if (c == '}' && !open.isEmpty() && open.getLast().closing() == '}') {
            endStatement(false);
        }
        if (open.isEmpty()) {
            fail(line, "'%s' closes nothing that is open.".formatted(c));
            at++;
            return;
        }
        if (open.getLast().closing() != c) {
            fail(
                    line,
                    "'%s' stands where '%s' is expected.".formatted(c, open.getLast().closing()));
            at++;
            return;
        }
        open.removeLast();
        token(1);
        if (c == '}') {
            begin = -1;
        }
    }

    private void semicolon() {
        if (open.isEmpty() || open.getLast().closing() == '}') {
            endStatement(open.isEmpty());
            begin = -1;
        }
        at++;
    }

    private void endStatement(boolean outside) {
        if (begin < 0 || text.charAt(begin) == '@') {
            return;
        }
        if (outside) {
            fail(beginLine, "a rule without '{': " + quote());
        } else if (!colon) {
            fail(beginLine, "a declaration without ':': " + quote());
        }
    }

    private String quote() {
        int end = Math.min(at, begin + QUOTED);
        return text.substring(begin, end).lines().findFirst().orElse("").strip();
    }

    private String lower(int from, int to) {
        return text.substring(from, Math.min(text.length(), to)).toLowerCase(Locale.ROOT);
    }

    private void fail(int where, String what) {
        errors++;
        outline.error(where, Finding.SYNTAX, "Syntax error: " + what);
    }
}
