package com.samokoder.agents;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The lines in which two texts differ; null stands for a file that is not there. */
final class LineDiff {
    private static final int AROUND = 3;

    /** Where more pairs of lines would be compared, what is between is shown as replaced. */
    private static final long MOST_PAIRS = 4_000_000;

    private final boolean existed;
    private final boolean exists;

    /** All lines with a sign in front: kept, taken away, added. */
    private final List<String> script = new ArrayList<>();

    private LineDiff(@Nullable String before, @Nullable String after) {
        this.existed = before != null;
        this.exists = after != null;
        compare(lines(before), lines(after));
    }

    static LineDiff between(@Nullable String before, @Nullable String after) {
        return new LineDiff(before, after);
    }

    private static List<String> lines(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return List.of();
        }
        var end = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return Arrays.asList(end.split("\n", -1));
    }

    private void compare(List<String> before, List<String> after) {
        int shorter = Math.min(before.size(), after.size());
        int top = 0;
        while (top < shorter && before.get(top).equals(after.get(top))) {
            top++;
        }
        int bottom = 0;
        while (bottom < shorter - top
                && before.get(before.size() - 1 - bottom)
                        .equals(after.get(after.size() - 1 - bottom))) {
            bottom++;
        }
        before.subList(0, top).forEach(line -> script.add(" " + line));
        middle(
                before.subList(top, before.size() - bottom),
                after.subList(top, after.size() - bottom));
        before.subList(before.size() - bottom, before.size())
                .forEach(line -> script.add(" " + line));
    }

    private void middle(List<String> before, List<String> after) {
        if ((long) before.size() * after.size() > MOST_PAIRS) {
            before.forEach(line -> script.add("-" + line));
            after.forEach(line -> script.add("+" + line));
            return;
        }
        var common = common(before, after);
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            boolean both = i < before.size() && j < after.size();
            if (both && before.get(i).equals(after.get(j))) {
                script.add(" " + before.get(i++));
                j++;
            } else if (j == after.size() || (both && common[i + 1][j] >= common[i][j + 1])) {
                script.add("-" + before.get(i++));
            } else {
                script.add("+" + after.get(j++));
            }
        }
    }

    /** The length of the longest common part from each pair of places on. */
    private static int[][] common(List<String> before, List<String> after) {
        var common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] =
                        before.get(i).equals(after.get(j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    /** How many lines were added or taken away. */
    int changed() {
        return (int) script.stream().filter(line -> line.charAt(0) != ' ').count();
    }

    String unified(String path) {
        var text = new StringBuilder();
        text.append("--- ").append(existed ? "a/" + path : "/dev/null").append('\n');
        text.append("+++ ").append(exists ? "b/" + path : "/dev/null").append('\n');
        int at = 0;
        int oldLine = 1;
        int newLine = 1;
        while (at < script.size()) {
            int first = next(at);
            int from = Math.max(at, first - AROUND);
            oldLine += from - at;
            newLine += from - at;
            int to = first == script.size() ? first : end(first);
            if (first < script.size()) {
                var lines = script.subList(from, to);
                int olds = (int) lines.stream().filter(line -> line.charAt(0) != '+').count();
                int news = (int) lines.stream().filter(line -> line.charAt(0) != '-').count();
                text.append(
                        "@@ -%d,%d +%d,%d @@\n"
                                .formatted(
                                        olds == 0 ? oldLine - 1 : oldLine,
                                        olds,
                                        news == 0 ? newLine - 1 : newLine,
                                        news));
                lines.forEach(line -> text.append(line).append('\n'));
                oldLine += olds;
                newLine += news;
            }
            at = to;
        }
        return text.toString();
    }

    private int next(int from) {
        int at = from;
        while (at < script.size() && script.get(at).charAt(0) == ' ') {
            at++;
        }
        return at;
    }

    /** Where a hunk ends that begins with this change. */
    private int end(int first) {
        int last = first;
        for (int at = first; at < script.size() && at <= last + 2 * AROUND; at++) {
            if (script.get(at).charAt(0) != ' ') {
                last = at;
            }
        }
        return Math.min(script.size(), last + 1 + AROUND);
    }
}
