package com.samokoder.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.agents.PipelineState.Inspection;
import com.samokoder.agents.PipelineState.Task;
import com.samokoder.agents.TaskProgress.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class TaskPipelineTests {
    private final TaskPipeline pipeline = new TaskPipeline();

    @Test
    void thinksBeforeItBuilds() {
        var start = CrewFixture.start("standard");

        var step = new Step("specification", AgentName.SPEC_WRITER, null);
        assertThat(pipeline.next(start, List.of())).containsExactly(step);
        assertThat(pipeline.next(start, List.of(step))).isEmpty();
        assertThat(pipeline.progressPercent(start)).isZero();
    }

    @Test
    void reviewsEachTaskAndNumbersRepeatedSteps() {
        var state = CrewFixture.planned("standard", CrewFixture.task("t1", List.of("a.js")));

        assertThat(walk(state, new Random(1), 1.0).steps)
                .containsExactly(
                        "develop:t1",
                        "review:t1:1",
                        "develop:t1:2",
                        "review:t1:2",
                        "develop:t1:3",
                        "review:t1:3",
                        "checks",
                        "documentation");
    }

    @Test
    void draftsAreNotReviewed() {
        var state = CrewFixture.planned("draft", CrewFixture.task("t1", List.of("a.js")));

        assertThat(walk(state, new Random(1), 1.0).steps)
                .containsExactly("develop:t1", "checks", "documentation");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597})
    void everyGraphEndsInTheOrderOfItsDependencies(long seed) {
        var random = new Random(seed);
        var tasks = graph(random);
        var walk = walk(CrewFixture.planned("standard", tasks.toArray(Task[]::new)), random, 0.3);

        assertThat(walk.state.documented()).isTrue();
        assertThat(walk.steps).doesNotHaveDuplicates();
        for (Task task : tasks) {
            int begun = walk.steps.indexOf("develop:" + task.id());
            assertThat(begun).isNotNegative();
            for (String other : task.dependsOn()) {
                assertThat(walk.acceptedAt.get(other)).isLessThan(begun);
            }
        }
    }

    @Test
    void independentTasksBeginAtOnceAndThoseThatShareAFileOneAfterTheOther() {
        var state =
                CrewFixture.planned(
                        "standard",
                        CrewFixture.task("t1", List.of("a.js")),
                        CrewFixture.task("t2", List.of("b.js", "shared.js")),
                        CrewFixture.task("t3", List.of("c.js", "shared.js")),
                        CrewFixture.task("t4", List.of("d.js"), "t1"));

        var begun = pipeline.next(state, List.of());
        assertThat(begun).extracting(Step::id).containsExactly("develop:t1", "develop:t2");
        assertThat(pipeline.next(state, begun)).isEmpty();

        var developed = state.withProgress(state.progress("t2").developed(Status.DEVELOPED, ""));
        assertThat(pipeline.next(developed, begun.subList(0, 1)))
                .extracting(Step::id)
                .containsExactly("review:t2:1");
        var accepted = developed.withProgress(developed.progress("t2").accepted(null));
        assertThat(pipeline.next(accepted, begun.subList(0, 1)))
                .extracting(Step::id)
                .containsExactly("develop:t3");
    }

    private static List<Task> graph(Random random) {
        var tasks = new ArrayList<Task>();
        int count = 1 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            var dependsOn = new ArrayList<String>();
            for (int j = 0; j < i; j++) {
                if (random.nextInt(4) == 0) {
                    dependsOn.add("t" + j);
                }
            }
            tasks.add(
                    CrewFixture.task(
                            "t" + i,
                            List.of("f" + i + ".js", "shared" + random.nextInt(9) + ".js"),
                            dependsOn.toArray(String[]::new)));
        }
        Collections.shuffle(tasks, random);
        return tasks;
    }

    private static final class Walk {
        PipelineState state;
        final List<String> steps = new ArrayList<>();
        final Map<String, Integer> acceptedAt = new HashMap<>();

        Walk(PipelineState state) {
            this.state = state;
        }
    }

    /** Walks to the end as the agents would, in any order that the pipeline leaves open. */
    private Walk walk(PipelineState start, Random random, double chanceOfReturn) {
        var walk = new Walk(start);
        int percent = pipeline.progressPercent(start);
        var underWay = new ArrayList<Step>();
        begin(walk, underWay);
        while (!underWay.isEmpty()) {
            assertThat(percent).isLessThan(100);
            var step = underWay.remove(random.nextInt(underWay.size()));
            walk.steps.add(step.id());
            boolean broken = chanceOfReturn < 1 && random.nextDouble() < chanceOfReturn;
            walk.state = after(walk, step, random.nextDouble() < chanceOfReturn, broken);
            assertThat(pipeline.progressPercent(walk.state)).isGreaterThanOrEqualTo(percent);
            percent = pipeline.progressPercent(walk.state);
            assertThat(walk.steps).hasSizeLessThan(400);
            begin(walk, underWay);
        }
        assertThat(percent).isEqualTo(100);
        return walk;
    }

    private void begin(Walk walk, List<Step> underWay) {
        var next = pipeline.next(walk.state, underWay);
        assertThat(pipeline.next(stored(walk.state), underWay)).isEqualTo(next);
        underWay.addAll(next);
        var files = new ArrayList<String>();
        for (Step step : underWay) {
            if (step.taskId() != null) {
                files.addAll(walk.state.task(step.taskId()).files());
            }
        }
        assertThat(files).doesNotHaveDuplicates();
    }

    private static PipelineState stored(PipelineState state) {
        var json = CrewFixture.MAPPER.writeValueAsString(state);
        var read = CrewFixture.MAPPER.readValue(json, PipelineState.class);
        assertThat(read).isEqualTo(state);
        return read;
    }

    private static PipelineState after(Walk walk, Step step, boolean sendBack, boolean broken) {
        if (step.taskId() == null) {
            var inspection = walk.state.inspection();
            int repairs = inspection == null ? 0 : inspection.repairs();
            return step.agent() == AgentName.TECH_WRITER
                    ? walk.state.withDocumentation()
                    : walk.state.withInspection(
                            new Inspection(repairs + 1, !broken || repairs > 1));
        }
        var progress = walk.state.progress(step.taskId());
        var next = next(walk.state, step, progress, sendBack, broken);
        if (next.status() == Status.ACCEPTED) {
            walk.acceptedAt.put(step.taskId(), walk.steps.size() - 1);
        }
        return walk.state.withProgress(next);
    }

    private static TaskProgress next(
            PipelineState state,
            Step step,
            TaskProgress progress,
            boolean sendBack,
            boolean broken) {
        if (step.agent() == AgentName.DEVELOPER) {
            return progress.developed(broken ? Status.BROKEN : reached(state), "diff");
        }
        if (step.agent() == AgentName.TROUBLESHOOTER) {
            boolean again = broken && progress.repairsOrNone() < 2;
            return progress.repaired(again ? Status.BROKEN : reached(state), "diff");
        }
        return sendBack && progress.reviews() < 2
                ? progress.sentBack("- no")
                : progress.accepted(null);
    }

    private static Status reached(PipelineState state) {
        return state.brief().thoroughness().equals("draft") ? Status.ACCEPTED : Status.DEVELOPED;
    }
}
