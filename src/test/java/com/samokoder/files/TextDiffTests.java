package com.samokoder.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class TextDiffTests {

    private static List<Hunk> diff(String before, String after) {
        return TextDiff.between(
                before.getBytes(StandardCharsets.UTF_8), after.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void joinsChangesWhoseSurroundingsTouch() {
        var before = lines(IntStream.rangeClosed(1, 30).boxed().toList());

        var near = diff(before, before.replace("\n10\n", "\nten\n").replace("\n17\n", "\n"));
        var far = diff(before, before.replace("\n10\n", "\nten\n").replace("\n18\n", "\n"));

        assertThat(near).hasSize(1);
        assertThat(far).hasSize(2);
        assertThat(far.getLast().oldStart()).isEqualTo(15);
        assertThat(far.getLast().newStart()).isEqualTo(15);
        assertThat(far.getLast().lines())
                .containsExactly(" 15", " 16", " 17", "-18", " 19", " 20", " 21");
    }

    @Test
    void findsNothingInEqualTexts() {
        assertThat(diff("", "")).isEmpty();
        assertThat(diff("a\n", "a\n")).isEmpty();
    }

    /** A megabyte is the most that a file may hold; these are what such algorithms dislike. */
    @ParameterizedTest
    @ValueSource(strings = {"shuffled", "reversed", "repetitive", "one line"})
    void staysQuickForTextsMadeToBeSlow(String kind) {
        var numbers = new ArrayList<>(IntStream.range(0, 130_000).boxed().toList());
        var before = lines(numbers);
        var after =
                switch (kind) {
                    case "shuffled" -> {
                        Collections.shuffle(numbers, new Random(1));
                        yield lines(numbers);
                    }
                    case "reversed" -> lines(numbers.reversed());
                    case "repetitive" -> "a\nb\n".repeat(200_000);
                    default -> "x".repeat(1 << 20);
                };
        var began = Instant.now();

        var hunks =
                kind.equals("repetitive")
                        ? diff("b\nb\na\n".repeat(170_000), after)
                        : diff(before, after);

        assertThat(hunks).isNotEmpty();
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    private static String lines(List<Integer> numbers) {
        return numbers.stream().map(number -> number + "\n").collect(Collectors.joining());
    }
}
