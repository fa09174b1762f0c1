package com.samokoder.agents;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the lines that a search/replace block means: those that are equal; else those that are
 * equal but for white space and blank lines; else those that are alike. More than one place is
 * never a match, so that an edit lands where it was meant or nowhere.
 *
 * <p>Alike are as many lines as the block has (blank ones aside) whose similarity, the lines' own
 * ({@link LineSimilarity}) weighted by their length, is at least {@value #ALIKE}, of which none is
 * below {@value #LEAST_LINE}, and which is {@value #LEAD} ahead of every other place. Blocks of
 * less than {@value #LEAST_CHARACTERS} characters say too little for that.
 */
final class HunkSearch {
    private static final double ALIKE = 0.9;
    private static final double LEAST_LINE = 0.6;
    private static final double LEAD = 0.05;
    private static final int LEAST_CHARACTERS = 16;

    /** Comparisons of characters after which looking for what is alike is given up. */
    private static final long PATIENCE = 200_000_000;

    private final List<String> lines;
    private final List<String> squeezed = new ArrayList<>();

    /** Where the squeezed lines stand in the file; it leaves out blank ones. */
    private final List<Integer> places = new ArrayList<>();

    HunkSearch(List<String> lines) {
        this.lines = lines;
        for (int i = 0; i < lines.size(); i++) {
            var text = LineSimilarity.squeezed(lines.get(i));
            if (!text.isEmpty()) {
                squeezed.add(text);
                places.add(i);
            }
        }
    }

    /**
     * Where a block belongs.
     *
     * @param starts the places, as line numbers from 0; one where the block fits
     * @param to the end of the first place
     * @param literal whether the lines are equal, white space included
     */
    record Found(List<Integer> starts, int to, boolean literal) {
        boolean unique() {
            return starts.size() == 1;
        }
    }

    Found find(List<String> wanted) {
        var exact = exact(wanted);
        if (!exact.isEmpty()) {
            return new Found(exact, exact.getFirst() + wanted.size(), true);
        }
        var texts =
                wanted.stream()
                        .map(LineSimilarity::squeezed)
                        .filter(text -> !text.isEmpty())
                        .toList();
        var equal = equal(texts);
        return found(equal.isEmpty() ? alike(texts) : equal, texts.size());
    }

    private Found found(List<Integer> windows, int length) {
        var starts = windows.stream().map(places::get).toList();
        int to = windows.isEmpty() ? 0 : places.get(windows.getFirst() + length - 1) + 1;
        return new Found(starts, to, false);
    }

    private List<Integer> exact(List<String> wanted) {
        var found = new ArrayList<Integer>();
        for (int i = 0; i + wanted.size() <= lines.size(); i++) {
            if (lines.get(i).equals(wanted.getFirst())
                    && lines.subList(i, i + wanted.size()).equals(wanted)) {
                found.add(i);
            }
        }
        return found;
    }

    private List<Integer> equal(List<String> texts) {
        var found = new ArrayList<Integer>();
        for (int i = 0; i + texts.size() <= squeezed.size(); i++) {
            if (squeezed.subList(i, i + texts.size()).equals(texts)) {
                found.add(i);
            }
        }
        return found;
    }

    private List<Integer> alike(List<String> texts) {
        if (texts.stream().mapToInt(String::length).sum() < LEAST_CHARACTERS) {
            return List.of();
        }
        var scores = new ArrayList<Scored>();
        long work = 0;
        for (int i = 0; i + texts.size() <= squeezed.size(); i++) {
            var score = score(texts, i);
            scores.add(score);
            work += score.work();
            if (work > PATIENCE) {
                return List.of();
            }
        }
        double best = scores.stream().mapToDouble(Scored::score).max().orElse(0);
        return best < ALIKE
                ? List.of()
                : scores.stream()
                        .filter(one -> one.score() > best - LEAD)
                        .sorted((one, other) -> Double.compare(other.score(), one.score()))
                        .map(Scored::window)
                        .toList();
    }

    private record Scored(int window, double score, long work) {}

    private Scored score(List<String> texts, int window) {
        long work = 0;
        long distance = 0;
        long length = 0;
        for (int i = 0; i < texts.size(); i++) {
            var wanted = texts.get(i);
            var real = squeezed.get(window + i);
            int longer = Math.max(wanted.length(), real.length());
            int least = longer - Math.min(wanted.length(), real.length());
            if (least > (1 - LEAST_LINE) * longer) {
                return new Scored(window, 0, work);
            }
            work += (long) wanted.length() * real.length();
            int own = LineSimilarity.distance(wanted, real);
            if (own > (1 - LEAST_LINE) * longer) {
                return new Scored(window, 0, work);
            }
            distance += own;
            length += longer;
        }
        return new Scored(window, 1 - (double) distance / length, work);
    }
}
