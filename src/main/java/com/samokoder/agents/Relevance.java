package com.samokoder.agents;

import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts a project's files in the order in which they are worth reading for a text: first those that
 * it names, then those that share rare words with it (in the path, the summary, the content), or
 * are linked with such a file; last the others by path.
 */
final class Relevance {
    private static final int SHORTEST_WORD = 3;

    /** Endings of inflected words are left out of the comparison. */
    private static final int STEM = 6;

    private static final int SEEDS = 6;
    private static final int MOST_WORDS = 60;

    private final Map<ProjectPath, String> texts;
    private final Map<ProjectPath, String> labels = new HashMap<>();

    Relevance(Snapshot files) {
        this.texts = files.files();
        texts.forEach((path, text) ->
                labels.put(path, lower(path + " " + FileSummaries.of(files, path))));
    }

    /** The files that a text names, by their path or their name. */
    static Set<ProjectPath> named(Collection<ProjectPath> files, String about) {
        var text = " " + lower(about).replaceAll("[^\\p{L}\\p{N}./_-]+", " ") + " ";
        var bare = text.replaceAll("[.,]+ ", " ");
        return files.stream()
                .filter(path -> {
                    var lower = lower(path.value());
                    var name = lower.substring(lower.lastIndexOf('/') + 1);
                    return bare.contains(" " + lower + " ")
                            || bare.contains("/" + name + " ")
                            || bare.contains(" " + name + " ");
                })
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    List<ProjectPath> order(String about) {
        var named = named(texts.keySet(), about);
        var scores = scores(words(about));
        var seeds = Stream.concat(named.stream(), best(scores)).distinct().limit(SEEDS).toList();
        for (ProjectPath seed : seeds) {
            double own = named.contains(seed) ? 8 : scores.getOrDefault(seed, 0.0);
            for (ProjectPath other : texts.keySet()) {
                if (linked(seed, other)) {
                    scores.merge(other, own / 2, Double::sum);
                }
            }
        }
        var all = new ArrayList<>(named);
        texts.keySet().stream()
                .filter(path -> !named.contains(path))
                .sorted(
                        Comparator.comparingDouble(
                                        (ProjectPath path) -> -scores.getOrDefault(path, 0.0))
                                .thenComparing(Comparator.naturalOrder()))
                .forEach(all::add);
        return List.copyOf(all);
    }

    private static Stream<ProjectPath> best(Map<ProjectPath, Double> scores) {
        return scores.entrySet().stream()
                .sorted(
                        Map.Entry.<ProjectPath, Double>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
    }

    private Map<ProjectPath, Double> scores(Set<String> words) {
        var hits = new HashMap<String, Map<ProjectPath, Integer>>();
        texts.forEach((path, text) -> {
            var content = lower(text);
            var label = labels.getOrDefault(path, "");
            for (String word : words) {
                int weight = (label.contains(word) ? 3 : 0) + (content.contains(word) ? 1 : 0);
                if (weight > 0) {
                    hits.computeIfAbsent(word, _ -> new HashMap<>()).put(path, weight);
                }
            }
        });
        var scores = new HashMap<ProjectPath, Double>();
        hits.forEach((word, files) -> {
            double rarity = Math.log(1 + (double) texts.size() / files.size());
            files.forEach((path, weight) -> scores.merge(path, weight * rarity, Double::sum));
        });
        return scores;
    }

    private boolean linked(ProjectPath one, ProjectPath other) {
        return !one.equals(other) && (names(one, other) || names(other, one));
    }

    /** Whether a file's text names another one as imports and links do. */
    private boolean names(ProjectPath from, ProjectPath to) {
        var text = texts.getOrDefault(from, "");
        var name = to.value().substring(to.value().lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        var stem = dot > 0 ? name.substring(0, dot) : name;
        return text.contains("/" + name)
                || text.contains("\"" + name)
                || text.contains("/" + stem + "\"")
                || text.contains("/" + stem + "'")
                || text.contains("import " + stem)
                || text.contains("." + stem + " import");
    }

    /** The words of a text that are worth looking for, without their endings. */
    static Set<String> words(String about) {
        return Stream.of(LineSimilarity.words(about))
                .filter(word -> word.length() >= SHORTEST_WORD)
                .map(word -> word.length() > STEM ? word.substring(0, STEM) : word)
                .distinct()
                .limit(MOST_WORDS)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
