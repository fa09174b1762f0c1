package com.samokoder.agents;

import com.samokoder.files.ProjectPath;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * The parts of a file that is too long to be shown whole: how it begins and ends, and the lines
 * that share rare words with a text.
 */
final class Passages {
    /** Longer files are never sent to a model whole just because it asks for them. */
    static final int LONG = 60_000;

    private static final int ENDS = 12;
    private static final int AROUND = 6;
    private static final int MOST_PLACES = 40;

    private final List<String> lines;
    private final BitSet chosen = new BitSet();
    private int room;

    private Passages(String text, int room) {
        this.lines = TextLines.of(text).lines();
        this.room = room;
    }

    static boolean isLong(String text) {
        return text.length() > LONG;
    }

    /**
     * @param most characters
     * @return as a block like those of whole files; empty where not even a line has room
     */
    static String of(ProjectPath path, String text, String about, int most) {
        var passages = new Passages(text, most);
        int count = passages.lines.size();
        passages.choose(0, ENDS);
        passages.choose(count - ENDS, count);
        passages.places(Relevance.words(about))
                .forEach(line -> passages.choose(line - AROUND, line + AROUND + 1));
        return passages.chosen.isEmpty() ? "" : passages.rendered(path);
    }

    private void choose(int from, int to) {
        int last = Math.min(to, lines.size());
        int cost = 0;
        for (int i = Math.max(0, from); i < last; i++) {
            cost += chosen.get(i) ? 0 : lines.get(i).length() + 1;
        }
        if (cost <= room && last > Math.max(0, from)) {
            chosen.set(Math.max(0, from), last);
            room -= cost;
        }
    }

    /** The lines worth showing, the best first. */
    private IntStream places(Set<String> words) {
        var lower = lines.stream().map(line -> line.toLowerCase(Locale.ROOT)).toList();
        var rarity = new HashMap<String, Double>();
        for (String word : words) {
            long hits = lower.stream().filter(line -> line.contains(word)).count();
            if (hits > 0) {
                rarity.put(word, Math.log((double) lines.size() / hits));
            }
        }
        var scores =
                lower.stream()
                        .mapToDouble(line ->
                                rarity.entrySet().stream()
                                        .filter(word -> line.contains(word.getKey()))
                                        .mapToDouble(Map.Entry::getValue)
                                        .sum())
                        .toArray();
        return IntStream.range(0, scores.length)
                .boxed()
                .filter(line -> scores[line] > 0)
                .sorted(Comparator.comparingDouble(line -> -scores[line]))
                .limit(MOST_PLACES)
                .mapToInt(Integer::intValue);
    }

    private String rendered(ProjectPath path) {
        var text =
                new StringJoiner(
                        "\n",
                        "<file path=\"%s\" lines=\"%d\" shown=\"in parts\">\n"
                                .formatted(path, lines.size()),
                        "\n</file>\n(Too long to be shown whole. To change it, EDIT lines that stand"
                                + " in these parts; a FILE block would lose the rest.)");
        for (int from = chosen.nextSetBit(0); from >= 0; ) {
            int to = chosen.nextClearBit(from);
            text.add("<part lines=\"%d-%d\">".formatted(from + 1, to));
            lines.subList(from, to).forEach(text::add);
            text.add("</part>");
            from = chosen.nextSetBit(to);
        }
        return text.toString();
    }
}
