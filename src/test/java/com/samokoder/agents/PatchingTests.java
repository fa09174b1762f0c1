package com.samokoder.agents;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;

class PatchingTests {
    private static final String CODE =
            """
            function total(prices) {
                let sum = 0;

                for (const price of prices) {
                    sum += price;
                }
                return sum;
            }
            """;

    @Test
    void replacesLinesThatAreThere() {
        assertThat(apply(CODE, hunk("    return sum;", "    return sum * 1.2;")))
                .isEqualTo(CODE.replace("sum;", "sum * 1.2;").replace("1.2;\n\n", "1.2;\n\n"));
    }

    @Test
    void findsLinesThatDifferInWhiteSpaceOnlyAndKeepsTheFilesIndentation() {
        var hunk =
                hunk(
                        "  for (const price of  prices) {\n    sum += price;\n  }",
                        "  for (const price of prices) {\n    if (price > 0) {\n      sum += price;\n    }\n  }");

        assertThat(apply(CODE, hunk))
                .contains(
                        "    for (const price of prices) {\n"
                                + "        if (price > 0) {\n"
                                + "          sum += price;\n"
                                + "        }\n"
                                + "    }\n    return sum;");
    }

    @Test
    void translatesSpacesIntoTheTabsOfTheFile() {
        var file = "if x:\n\tif y:\n\t\tgo()\n";

        assertThat(
                        apply(
                                file,
                                hunk(
                                        "    if y:\n        go()",
                                        "    if y:\n        if z:\n            go()")))
                .isEqualTo("if x:\n\tif y:\n\t\tif z:\n\t\t\tgo()\n");
    }

    @Test
    void replacesAPartOfALineWhereItStandsOnce() {
        var css = "a { color: red; }\nbutton { color: #fff; border: 0; padding: .5rem 1rem; }\n";

        assertThat(apply(css, hunk("button { color: #fff;", "button { color: #000;")))
                .isEqualTo(css.replace("#fff", "#000"));
        assertThat(
                        apply(
                                CODE,
                                hunk(
                                        "prices) {\n        sum += price;",
                                        "prices) {\n        go();")))
                .isEqualTo(CODE.replace("sum += price;", "go();"));
        assertThat(apply(css, hunk(" border: 0; padding: .5rem 1rem;", "")))
                .isEqualTo(css.replace("border: 0; padding: .5rem 1rem;", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rder: 0; padding", "color:", "b: 1; a: 2;"})
    void leavesAPartOfALineThatSaysTooLittleOrBeginsInAWord(String find) {
        var css = "a { border: 0; padding: 1px; color: red; }\np { b: 1; a: 2; b: 1; a: 2; x }\n";

        assertThat(Patching.apply(css, List.of(hunk(find, "x"))))
                .isInstanceOf(PatchOutcome.Misfit.class);
    }

    @Test
    void looksPastBlankLinesTheModelForgotOrAdded() {
        assertThat(
                        apply(
                                CODE,
                                hunk(
                                        "\n    let sum = 0;\n    for (const price of prices) {\n",
                                        "\n    let sum = 1;\n    for (const price of prices) {\n")))
                .isEqualTo(CODE.replace("sum = 0;\n\n", "sum = 1;\n"));
    }

    @Test
    void findsWhatIsAlikeWhereThatIsOnePlaceOnly() {
        assertThat(
                        apply(
                                CODE,
                                hunk(
                                        "for (const prise of prices) {",
                                        "for (const price of list) {")))
                .isEqualTo(CODE.replace("of prices", "of list"));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    return total - discount + tax;, edit_absent
                    }, edit_ambiguous
                    x;, edit_absent
                    """)
    void refusesWhatIsNotThereOrNotThereOnce(String find, String reason) {
        var file = CODE + CODE.replace("total", "all");

        assertThat(Patching.apply(file, List.of(hunk(find, "y"))))
                .isInstanceOfSatisfying(
                        PatchOutcome.Misfit.class,
                        misfit -> assertThat(misfit.reason()).isEqualTo(reason));
    }

    @Test
    void refusesWhatIsAlikeInTwoPlaces() {
        var file = "const left = size(first);\nconst gap = 1;\nconst left = size(third);\n";

        assertThat(Patching.apply(file, List.of(hunk("const left = size(thirst);", "x"))))
                .isInstanceOfSatisfying(
                        PatchOutcome.Misfit.class,
                        misfit -> {
                            assertThat(misfit.reason()).isEqualTo("edit_ambiguous");
                            assertThat(misfit.nearest()).contains("size(first)", "size(third)");
                        });
    }

    @Test
    void showsTheNearestTextOfTheFile() {
        var file = "noise();\n".repeat(500) + CODE + "noise();\n".repeat(500);

        assertThat(
                        Patching.apply(
                                file,
                                List.of(
                                        hunk(
                                                "for (let i = 0; i < prices.length; i++) {\n  sum += prices[i];\n}",
                                                "x"))))
                .isInstanceOfSatisfying(
                        PatchOutcome.Misfit.class,
                        misfit ->
                                assertThat(misfit.nearest())
                                        .contains("for (const price of prices) {", "sum += price;")
                                        .hasLineCount(9));
    }

    @Test
    void appliesAllBlocksOrNone() {
        var good = hunk("    return sum;", "    return 0;");
        var bad = hunk("nowhere to be found at all", "x");

        assertThat(Patching.apply(CODE, List.of(good, bad)))
                .isInstanceOfSatisfying(
                        PatchOutcome.Misfit.class,
                        misfit -> assertThat(misfit.place()).isEqualTo(2));
    }

    @Test
    void refusesBlocksThatMeanTheSameLines() {
        var one = hunk("    let sum = 0;\n\n    for (const price of prices) {", "a");
        var other = hunk("    for (const price of prices) {\n        sum += price;", "b");

        assertThat(Patching.apply(CODE, List.of(other, one)))
                .isInstanceOfSatisfying(
                        PatchOutcome.Misfit.class,
                        misfit -> assertThat(misfit.reason()).isEqualTo("edit_overlap"));
        assertThat(apply(CODE, one, one)).contains("{\na\n        sum");
    }

    @Test
    void addsAtTheEndWhereThereIsNothingToFind() {
        assertThat(apply("a\n", hunk("", "b"))).isEqualTo("a\nb\n");
        assertThat(apply("a", hunk("\n", "b"))).isEqualTo("a\nb");
        assertThat(apply("a\r\n", hunk("", "b"))).isEqualTo("a\r\nb\r\n");
        assertThat(apply("", hunk("", "b"))).isEqualTo("b\n");
        assertThat(apply(null, hunk("", "b\nc"))).isEqualTo("b\nc\n");
    }

    @Test
    void doesNotEditAFileThatIsNotThere() {
        assertThat(Patching.apply(null, List.of(hunk("a", "b"))))
                .isInstanceOf(PatchOutcome.Misfit.class);
    }

    @Test
    void editsTheFirstAndTheLastLine() {
        assertThat(apply("\uFEFFa\r\nb\r\nc", hunk("a", "A"), hunk("c", "C\nD")))
                .isEqualTo("\uFEFFA\r\nb\r\nC\r\nD");
        assertThat(apply("a\nb", hunk("b", ""))).isEqualTo("a");
        assertThat(apply("a\n", hunk("a", ""))).isEmpty();
    }

    @Test
    void givesUpOnHugeFilesInTime() {
        var file = "word ".repeat(70).concat("\n").repeat(20_000);
        var find = "word ".repeat(69).concat("ward\n").repeat(200);

        assertThat(Patching.apply(file, List.of(hunk(find, "x"))))
                .isInstanceOf(PatchOutcome.Misfit.class);
    }

    private static String apply(@Nullable String text, Hunk... hunks) {
        var outcome = Patching.apply(text, List.of(hunks));
        assertThat(outcome).isInstanceOf(PatchOutcome.Applied.class);
        return ((PatchOutcome.Applied) outcome).text();
    }

    private static Hunk hunk(String find, String with) {
        return new Hunk(lines(find), lines(with));
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split("\n", -1));
    }
}
