package com.samokoder.agents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What holds for edits of any file; each case is made from its number and can be run again. */
class PatchingPropertyTests {
    private static final List<String> WORDS =
            List.of(
                    "let",
                    "total",
                    "\u0441\u0443\u043C\u043C\u0430",
                    "\uD83C\uDF89",
                    "return",
                    "{",
                    "}",
                    "(x)",
                    "=>",
                    "e\u0301",
                    "\"q\"",
                    "0");
    private static final List<String> INDENTS = List.of("", "  ", "    ", "\t", "\t\t");
    private static final List<String> ENDINGS = List.of("\n", "\r\n");

    static IntStream cases() {
        return IntStream.range(0, 200);
    }

    /** A file of random lines, many of them alike, and the places of some of them. */
    private static final class Case {
        final Random random;
        final List<String> lines = new ArrayList<>();
        final List<String> endings = new ArrayList<>();

        Case(int seed) {
            random = new Random(seed);
            int count = 1 + random.nextInt(40);
            var usual = any(ENDINGS);
            boolean mixed = random.nextInt(4) == 0;
            for (int i = 0; i < count; i++) {
                lines.add(line(i));
                endings.add(mixed ? any(ENDINGS) : usual);
            }
            if (random.nextBoolean()) {
                endings.set(count - 1, "");
                if (lines.getLast().isEmpty()) {
                    lines.set(count - 1, "last");
                }
            }
        }

        private String line(int place) {
            int kind = random.nextInt(10);
            if (kind == 0) {
                return "";
            }
            if (kind < 3) {
                return any(INDENTS) + "}";
            }
            var words =
                    IntStream.range(0, 1 + random.nextInt(6))
                            .mapToObj(_ -> any(WORDS))
                            .collect(Collectors.joining(" "));
            return any(INDENTS) + words + (kind < 5 ? "" : " // " + place);
        }

        <T> T any(List<T> from) {
            return from.get(random.nextInt(from.size()));
        }

        String text() {
            return text(0, lines.size());
        }

        String text(int from, int to) {
            var text = new StringBuilder();
            for (int i = from; i < to; i++) {
                text.append(lines.get(i)).append(endings.get(i));
            }
            return text.toString();
        }

        List<String> replacement() {
            return IntStream.range(0, random.nextInt(4))
                    .mapToObj(i -> "new " + i + any(WORDS))
                    .toList();
        }

        int occurrences(List<String> find) {
            return (int)
                    IntStream.rangeClosed(0, lines.size() - find.size())
                            .filter(i -> lines.subList(i, i + find.size()).equals(find))
                            .count();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anEditChangesTheLinesItNamesAndNoOtherByte(int seed) {
        var file = new Case(seed);
        int from = file.random.nextInt(file.lines.size());
        int to = from + 1 + file.random.nextInt(file.lines.size() - from);
        var find = List.copyOf(file.lines.subList(from, to));
        var hunk = new Hunk(find, file.replacement());

        var outcome = Patching.apply(file.text(), List.of(hunk));

        if (hunk.appends()) {
            assertThat(outcome).isInstanceOf(PatchOutcome.Applied.class);
        } else if (file.occurrences(find) > 1) {
            assertThat(outcome).isInstanceOf(PatchOutcome.Misfit.class);
        } else {
            var text = ((PatchOutcome.Applied) outcome).text();
            boolean last = to == file.lines.size();
            var before = file.text(0, from);
            assertThat(text)
                    .startsWith(last && hunk.with().isEmpty() ? before.stripTrailing() : before);
            assertThat(text).endsWith(file.text(to, file.lines.size()));
            assertThat(TextLines.of(text).lines())
                    .hasSize(file.lines.size() - find.size() + hunk.with().size());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aSlipInWhiteSpaceDoesNotMatterOrIsRefused(int seed) {
        var file = new Case(seed);
        int from = file.random.nextInt(file.lines.size());
        int to = from + 1 + file.random.nextInt(file.lines.size() - from);
        var find =
                file.lines.subList(from, to).stream()
                        .map(line -> "  " + line.strip() + " ")
                        .toList();

        switch (Patching.apply(file.text(), List.of(new Hunk(find, List.of("here"))))) {
            case PatchOutcome.Applied(var text) ->
                    assertThat(TextLines.of(text).lines())
                            .anyMatch(line -> line.strip().equals("here"));
            case PatchOutcome.Misfit misfit ->
                    assertThat(misfit.reason()).isEqualTo("edit_ambiguous");
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theOrderOfBlocksDoesNotMatter(int seed) {
        var file = new Case(seed);
        var hunks = new ArrayList<Hunk>();
        for (int i = 0; i < 3; i++) {
            int at = file.random.nextInt(file.lines.size());
            hunks.add(new Hunk(List.of(file.lines.get(at)), file.replacement()));
        }
        hunks.removeIf(Hunk::appends);
        var reversed = hunks.reversed();

        var one = Patching.apply(file.text(), hunks);
        var other = Patching.apply(file.text(), reversed);

        assertThat(one.getClass()).isEqualTo(other.getClass());
        if (one instanceof PatchOutcome.Applied) {
            assertThat(one).isEqualTo(other);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nothingToFindAddsAtTheEndAndKeepsTheRest(int seed) {
        var file = new Case(seed);
        var added = file.replacement();

        var outcome = Patching.apply(file.text(), List.of(new Hunk(List.of(), added)));

        var text = ((PatchOutcome.Applied) outcome).text();
        assertThat(text).startsWith(file.text());
        var all = new ArrayList<>(file.lines);
        all.addAll(added);
        assertThat(TextLines.of(text).lines()).isEqualTo(all);
    }
}
