package com.samokoder.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.agents.PipelineState.Architecture;
import com.samokoder.agents.PipelineState.Plan;
import com.samokoder.agents.PipelineState.PlannedFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class PlanReadingTests {
    private static final String TASK =
            "{'id': '%s', 'title': 'T', 'instructions': 'I', 'files': [%s], 'depends_on': [%s]}";

    @Test
    void readsAPlanAndLeavesTheReadmeToTheTechnicalWriter() {
        var plan = read(task("t1", "'a.js', 'README.md'", ""), task("t2", "'b/c.js'", "'t1'"));

        assertThat(plan.tasks())
                .extracting("files")
                .containsExactly(List.of("a.js"), List.of("b/c.js"));
        assertThat(plan.tasks().get(1).dependsOn()).containsExactly("t1");
    }

    @Test
    void aTaskForTheReadmeAloneIsLeftOut() {
        var plan =
                read(
                        task("t1", "'a.js'", ""),
                        task("docs", "'README.md'", "'t1'"),
                        task("t2", "'b.js'", "'t1', 'docs'"));

        assertThat(plan.tasks()).extracting("id").containsExactly("t1", "t2");
        assertThat(plan.tasks().get(1).dependsOn()).containsExactly("t1");
    }

    @Test
    void namesEveryFileThatThePlanForgot() {
        assertThatThrownBy(() -> read(List.of("a.js", "b.js"), task("t1", "'c.js'", "")))
                .isInstanceOfSatisfying(
                        UnusableAnswer.class,
                        unusable ->
                                assertThat(unusable.problem().in(BriefLanguage.EN))
                                        .endsWith("belong to no task: a.js, b.js."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "t1 | 'a.js' | 't2' | t2 | 'b.js' | 't1' | task_cycle",
                "t1 | 'a.js' | 't1' | t2 | 'b.js' |  | task_cycle",
                "t1 | 'a.js' | 't9' | t2 | 'b.js' |  | task_unknown",
                "t1 | 'a.js' |  | t1 | 'b.js' |  | task_twice",
                "t1 | 'a.js' |  | t2 | 'A.js' |  | path_twice",
                "t1 | 'a.js' |  | t2 | 'a.js/b.js' |  | path_nested",
                "t1 | 'a.js' |  | t2 | '../b.js' |  | path",
                "t1 | 'a.js' |  | t2 | '/b.js' |  | path",
                "t1 | 'README.md' |  | t2 | 'README.md' |  | task_no_files",
                "t1 | 'a.js' |  | t2 |  |  | list_size",
                "T 1 | 'a.js' |  | t2 | 'b.js' |  | task_id",
                "t1 | 'b.js' |  | t2 | 'c.js' |  | files_unplanned",
            })
    void refusesPlansThatCannotBeWalked(
            String id1,
            String files1,
            String after1,
            String id2,
            String files2,
            String after2,
            String reason) {
        var first = task(id1, files1, after1);
        var second = task(id2, files2, after2);
        assertThatThrownBy(() -> read(first, second)).hasMessage("agents.answer." + reason);
    }

    @Test
    void refusesMoreThanTwentyTasks() {
        var many =
                IntStream.range(0, 21)
                        .mapToObj(i -> task("t" + i, "'f" + i + ".js'", ""))
                        .toArray(String[]::new);
        assertThatThrownBy(() -> read(many)).hasMessage("agents.answer.list_size");
    }

    private static String task(String id, String files, String dependsOn) {
        return TASK.formatted(id, files == null ? "" : files, dependsOn == null ? "" : dependsOn);
    }

    private static Plan read(String... tasks) {
        return read(List.of("a.js"), tasks);
    }

    private static Plan read(List<String> planned, String... tasks) {
        var files = planned.stream().map(path -> new PlannedFile(path, "p")).toList();
        var architecture = new Architecture("JS", "o", List.of(), files);
        var json = List.of(tasks).stream().collect(Collectors.joining(",", "{'tasks': [", "]}"));
        return new PlanReading(architecture)
                .read(new JsonAnswers(CrewFixture.MAPPER).object(json.replace('\'', '"')));
    }
}
