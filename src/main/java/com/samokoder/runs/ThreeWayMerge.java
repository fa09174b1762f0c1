package com.samokoder.runs;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Merges two texts that were made from one, line by line: what only one side changed is taken from
 * it. Changes of both sides to the same or to adjoining lines conflict, unless they are the same.
 */
final class ThreeWayMerge {
    /** Where more pairs of lines would have to be compared, the files conflict as a whole. */
    private static final long MOST_PAIRS = 4_000_000;

    private final List<String> base;
    private final List<String> ours;
    private final List<String> theirs;

    private ThreeWayMerge(List<String> base, List<String> ours, List<String> theirs) {
        this.base = base;
        this.ours = ours;
        this.theirs = theirs;
    }

    /** Empty on a conflict. */
    static Optional<String> of(String base, String ours, String theirs) {
        if (ours.equals(theirs)) {
            return Optional.of(ours);
        }
        return new ThreeWayMerge(lines(base), lines(ours), lines(theirs)).merge();
    }

    /** Lines with their ends, so that the end of the file is merged like everything else. */
    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split("(?<=\n)"));
    }

    private Optional<String> merge() {
        var inOurs = matches(base, ours);
        var inTheirs = matches(base, theirs);
        return inOurs.isEmpty() || inTheirs.isEmpty()
                ? Optional.empty()
                : merge(inOurs.get(), inTheirs.get());
    }

    private Optional<String> merge(int[] inOurs, int[] inTheirs) {
        var merged = new StringBuilder();
        int at = 0;
        int atOurs = 0;
        int atTheirs = 0;
        while (true) {
            int stable = nextStable(at, inOurs, inTheirs);
            int endOurs = stable == base.size() ? ours.size() : inOurs[stable];
            int endTheirs = stable == base.size() ? theirs.size() : inTheirs[stable];
            var chunk =
                    chosen(
                            base.subList(at, stable),
                            ours.subList(atOurs, endOurs),
                            theirs.subList(atTheirs, endTheirs));
            if (chunk.isEmpty()) {
                return Optional.empty();
            }
            chunk.get().forEach(merged::append);
            if (stable == base.size()) {
                return Optional.of(merged.toString());
            }
            merged.append(base.get(stable));
            at = stable + 1;
            atOurs = endOurs + 1;
            atTheirs = endTheirs + 1;
        }
    }

    /** The next line of the base that both sides kept. */
    private int nextStable(int from, int[] inOurs, int[] inTheirs) {
        int line = from;
        while (line < base.size() && (inOurs[line] < 0 || inTheirs[line] < 0)) {
            line++;
        }
        return line;
    }

    private static Optional<List<String>> chosen(
            List<String> base, List<String> ours, List<String> theirs) {
        if (ours.equals(theirs) || theirs.equals(base)) {
            return Optional.of(ours);
        }
        return ours.equals(base) ? Optional.of(theirs) : Optional.empty();
    }

    /** For each line of the base its place on the other side, or -1. */
    private static Optional<int[]> matches(List<String> base, List<String> other) {
        int shorter = Math.min(base.size(), other.size());
        int head = 0;
        while (head < shorter && base.get(head).equals(other.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && base.get(base.size() - 1 - tail).equals(other.get(other.size() - 1 - tail))) {
            tail++;
        }
        var middle = base.subList(head, base.size() - tail);
        var otherMiddle = other.subList(head, other.size() - tail);
        if ((long) middle.size() * otherMiddle.size() > MOST_PAIRS) {
            return Optional.empty();
        }
        int[] places = new int[base.size()];
        for (int i = 0; i < head; i++) {
            places[i] = i;
        }
        for (int i = 1; i <= tail; i++) {
            places[base.size() - i] = other.size() - i;
        }
        common(middle, otherMiddle, head, places);
        return Optional.of(places);
    }

    /** A longest common subsequence. */
    private static void common(List<String> base, List<String> other, int head, int[] places) {
        int[][] length = new int[base.size() + 1][other.size() + 1];
        for (int i = base.size() - 1; i >= 0; i--) {
            for (int j = other.size() - 1; j >= 0; j--) {
                length[i][j] =
                        base.get(i).equals(other.get(j))
                                ? length[i + 1][j + 1] + 1
                                : Math.max(length[i + 1][j], length[i][j + 1]);
            }
        }
        int j = 0;
        for (int i = 0; i < base.size(); i++) {
            while (j < other.size()
                    && !base.get(i).equals(other.get(j))
                    && length[i][j + 1] == length[i][j]) {
                j++;
            }
            boolean match = j < other.size() && base.get(i).equals(other.get(j));
            places[head + i] = match ? head + j++ : -1;
        }
    }
}
