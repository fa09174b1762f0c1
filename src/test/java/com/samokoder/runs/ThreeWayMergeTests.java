package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class ThreeWayMergeTests {

    @ParameterizedTest
    @CsvSource({
        "abc, aXbc, abcY, aXbcY",
        "abc, bc, abX, bX",
        "abc, aXc, aXc, aXc",
        "abc, abc, X, X",
        "abcde, aXcde, abcYe, aXcYe",
        "'', a, a, a"
    })
    void takesFromEachSideWhatItChanged(String base, String ours, String theirs, String merged) {
        assertThat(ThreeWayMerge.of(lines(base), lines(ours), lines(theirs)))
                .contains(lines(merged));
    }

    @ParameterizedTest
    @CsvSource({"abc, aXc, aYc", "abc, ac, aXc", "'', a, b", "abc, aXbc, aYbc"})
    void refusesWhereBothChangedTheSamePlace(String base, String ours, String theirs) {
        assertThat(ThreeWayMerge.of(lines(base), lines(ours), lines(theirs))).isEmpty();
    }

    @Test
    void keepsAnEndWithoutALineBreak() {
        assertThat(ThreeWayMerge.of("a\nb\nc", "X\nb\nc", "a\nb\nc\n")).contains("X\nb\nc\n");
    }

    @Test
    void treatsFilesThatAreTooLargeToCompareAsInConflict() {
        var base = "a\n".repeat(2_001) + "b\n".repeat(2_001);
        assertThat(ThreeWayMerge.of(base, "x\n" + "c\n".repeat(4_002) + "y\n", base + "z\n"))
                .isEmpty();
    }

    /** Each side changes lines of its own, far enough from the other's. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void losesNothingOfEitherSide(long seed) {
        var random = new Random(seed);
        var base = new ArrayList<String>();
        for (int line = 0; line < 300; line++) {
            base.add("line " + random.nextInt(40));
        }
        var ours = new ArrayList<>(base);
        var theirs = new ArrayList<>(base);
        var both = new ArrayList<>(base);
        for (int line = 0; line < 300; line += 10) {
            boolean mine = random.nextBoolean();
            var text = (mine ? "ours " : "theirs ") + line;
            (mine ? ours : theirs).set(line, text);
            both.set(line, text);
        }

        assertThat(ThreeWayMerge.of(text(base), text(ours), text(theirs))).contains(text(both));
    }

    private static String lines(String letters) {
        return text(letters.chars().mapToObj(Character::toString).toList());
    }

    private static String text(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
