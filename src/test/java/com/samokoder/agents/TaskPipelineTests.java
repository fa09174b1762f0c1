package com.samokoder.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.agents.PipelineState.Task;
import com.samokoder.agents.PipelineState.TaskProgress;
import com.samokoder.agents.PipelineState.TaskProgress.Status;

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

        assertThat(pipeline.next(start))
                .contains(new Step("specification", AgentName.SPEC_WRITER, null));
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
                        "documentation");
    }

    @Test
    void draftsAreNotReviewed() {
        var state = CrewFixture.planned("draft", CrewFixture.task("t1", List.of("a.js")));

        assertThat(walk(state, new Random(1), 1.0).steps)
                .containsExactly("develop:t1", "documentation");
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
                            "t" + i, List.of("f" + i + ".js"), dependsOn.toArray(String[]::new)));
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

    /** Walks to the end as the agents would, holding what must be true at every step. */
    private Walk walk(PipelineState start, Random random, double chanceOfReturn) {
        var walk = new Walk(start);
        int percent = pipeline.progressPercent(start);
        for (var step = pipeline.next(start); step.isPresent(); step = pipeline.next(walk.state)) {
            assertThat(pipeline.next(stored(walk.state))).isEqualTo(step);
            assertThat(percent).isLessThan(100);
            walk.steps.add(step.get().id());
            walk.state = after(walk, step.get(), random.nextDouble() < chanceOfReturn);
            assertThat(pipeline.progressPercent(walk.state)).isGreaterThanOrEqualTo(percent);
            percent = pipeline.progressPercent(walk.state);
            assertThat(walk.steps).hasSizeLessThan(200);
        }
        assertThat(percent).isEqualTo(100);
        return walk;
    }

    private static PipelineState stored(PipelineState state) {
        var json = CrewFixture.MAPPER.writeValueAsString(state);
        var read = CrewFixture.MAPPER.readValue(json, PipelineState.class);
        assertThat(read).isEqualTo(state);
        return read;
    }

    private static PipelineState after(Walk walk, Step step, boolean sendBack) {
        if (step.taskId() == null) {
            return walk.state.withDocumentation();
        }
        var progress = walk.state.progress(step.taskId());
        var next = next(walk.state, step, progress, sendBack);
        if (next.status() == Status.ACCEPTED) {
            walk.acceptedAt.put(step.taskId(), walk.steps.size() - 1);
        }
        return walk.state.withProgress(next);
    }

    private static TaskProgress next(
            PipelineState state, Step step, TaskProgress progress, boolean sendBack) {
        if (step.agent() == AgentName.DEVELOPER) {
            boolean draft = state.brief().thoroughness().equals("draft");
            return progress.developed(draft ? Status.ACCEPTED : Status.DEVELOPED);
        }
        return sendBack && progress.reviews() < 2
                ? progress.sentBack("- no")
                : progress.accepted(null);
    }
}
