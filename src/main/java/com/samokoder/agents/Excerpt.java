package com.samokoder.agents;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Pieces of a file to show a model, so that it can quote them right. */
final class Excerpt {
    private static final int AROUND = 3;
    private static final int LONGEST = 80;

    private Excerpt() {}

    /** The lines and some around them. */
    static String of(List<String> lines, int from, int to) {
        int first = Math.max(0, from - AROUND);
        int last = Math.min(lines.size(), Math.min(to, from + LONGEST) + AROUND);
        return String.join("\n", lines.subList(first, last));
    }

    /** The place that shares most words with the wanted lines. */
    static String nearest(List<String> lines, List<String> wanted) {
        var words = new HashSet<String>();
        wanted.forEach(line -> words.addAll(List.of(LineSimilarity.words(line))));
        words.remove("");
        int length = Math.min(wanted.size(), lines.size());
        int best = 0;
        int bestShared = -1;
        int shared = 0;
        var perLine = lines.stream().mapToInt(line -> shared(line, words)).toArray();
        for (int i = 0; i < lines.size(); i++) {
            shared += perLine[i];
            if (i >= length) {
                shared -= perLine[i - length];
            }
            if (i >= length - 1 && shared > bestShared) {
                best = i - length + 1;
                bestShared = shared;
            }
        }
        return of(lines, best, best + length);
    }

    private static int shared(String line, Set<String> words) {
        var own = new HashSet<>(List.of(LineSimilarity.words(line)));
        own.retainAll(words);
        return own.size();
    }
}
