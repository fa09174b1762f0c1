package com.samokoder.agents;

import com.samokoder.agents.TextLines.Replacement;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Puts search/replace blocks into a text: all of them or none. Every block means the text as it was
 * before the first one, so that their order does not matter, and no two may mean the same lines.
 */
final class Patching {
    private final TextLines text;
    private final HunkSearch search;
    private final InlineSearch inline;
    private final boolean empty;

    private Patching(String text) {
        this.text = TextLines.of(text);
        this.search = new HunkSearch(this.text.lines());
        this.inline = new InlineSearch(this.text.lines());
        this.empty = text.isBlank();
    }

    /**
     * @param text null where the file does not exist yet; then, as in an empty file, a block
     *     without lines to find is the whole text
     */
    static PatchOutcome apply(@Nullable String text, List<Hunk> hunks) {
        if (text == null || text.isEmpty()) {
            return fresh(hunks);
        }
        return new Patching(text).apply(hunks);
    }

    private static PatchOutcome fresh(List<Hunk> hunks) {
        for (int i = 0; i < hunks.size(); i++) {
            if (!hunks.get(i).appends()) {
                return new PatchOutcome.Misfit(i + 1, hunks.get(i), "edit_absent", "");
            }
        }
        return new PatchOutcome.Applied(
                hunks.stream()
                        .flatMap(hunk -> hunk.with().stream())
                        .map(line -> line + "\n")
                        .collect(Collectors.joining()));
    }

    private record Placed(int place, Hunk hunk, Replacement replacement) {}

    private PatchOutcome apply(List<Hunk> hunks) {
        var placed = new ArrayList<Placed>();
        int place = 0;
        // A model that stammers says the same thing still once.
        for (Hunk hunk : new LinkedHashSet<>(hunks)) {
            place++;
            if (hunk.appends()) {
                int end = text.lines().size();
                placed.add(new Placed(place, hunk, new Replacement(end, end, hunk.with())));
                continue;
            }
            var found = search.find(hunk.find());
            var replacement =
                    found.starts().isEmpty()
                            ? inline.find(hunk)
                            : found.unique()
                                    ? Optional.of(replacement(hunk, found))
                                    : Optional.<Replacement>empty();
            if (replacement.isEmpty()) {
                return misfit(place, hunk, found);
            }
            placed.add(new Placed(place, hunk, replacement.get()));
        }
        return together(placed);
    }

    private PatchOutcome together(List<Placed> placed) {
        placed.sort(Comparator.comparingInt(one -> one.replacement().from()));
        for (int i = 1; i < placed.size(); i++) {
            var before = placed.get(i - 1).replacement();
            var next = placed.get(i);
            if (next.replacement().from() < before.to()) {
                return new PatchOutcome.Misfit(
                        next.place(),
                        next.hunk(),
                        "edit_overlap",
                        Excerpt.of(text.lines(), before.from(), before.to()));
            }
        }
        return new PatchOutcome.Applied(
                text.with(placed.stream().map(Placed::replacement).toList()));
    }

    private PatchOutcome misfit(int place, Hunk hunk, HunkSearch.Found found) {
        if (found.starts().isEmpty()) {
            var nearest = empty ? "" : Excerpt.nearest(text.lines(), hunk.find());
            return new PatchOutcome.Misfit(place, hunk, "edit_absent", nearest);
        }
        var places =
                found.starts().stream()
                        .limit(3)
                        .map(start -> Excerpt.of(text.lines(), start, start + hunk.find().size()))
                        .collect(Collectors.joining("\n…\n"));
        return new PatchOutcome.Misfit(place, hunk, "edit_ambiguous", places);
    }

    /** Where the lines are not literally those of the file, neither is the indentation. */
    private Replacement replacement(Hunk hunk, HunkSearch.Found found) {
        int from = found.starts().getFirst();
        if (found.literal()) {
            return new Replacement(from, found.to(), hunk.with());
        }
        var indentation = new Indentation();
        var real = filled(text.lines().subList(from, found.to()));
        var written = filled(hunk.find());
        for (int i = 0; i < written.size(); i++) {
            indentation.learn(written.get(i), real.get(i));
        }
        return new Replacement(from, found.to(), indentation.applied(framed(hunk)));
    }

    private static List<String> filled(List<String> lines) {
        return lines.stream().filter(line -> !LineSimilarity.squeezed(line).isEmpty()).toList();
    }

    /**
     * The new lines without the blank ones that frame the lines to find, which were not looked for.
     */
    private static List<String> framed(Hunk hunk) {
        int top = blank(hunk.find(), 1);
        int bottom = blank(hunk.find(), -1);
        int first = Math.min(top, blank(hunk.with(), 1));
        int last = hunk.with().size() - Math.min(bottom, blank(hunk.with(), -1));
        return first >= last ? List.of() : hunk.with().subList(first, last);
    }

    /** How many blank lines the list begins with, or ends with where the step is -1. */
    private static int blank(List<String> lines, int step) {
        int count = 0;
        int at = step > 0 ? 0 : lines.size() - 1;
        while (count < lines.size() && lines.get(at).isBlank()) {
            count++;
            at += step;
        }
        return count;
    }
}
