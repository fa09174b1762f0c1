package com.samokoder.agents;

import com.samokoder.agents.PipelineState.TaskProgress;
import com.samokoder.files.ProjectPath;

import org.springframework.stereotype.Component;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes how to run and use what was built. */
@Component
class TechWriter implements Agent {
    static final ProjectPath README = new ProjectPath("README.md");

    private final Prompt system = Prompt.load("tech_writer/system");
    private final Prompt task = Prompt.load("tech_writer/task");
    private final FileWriting writing;

    TechWriter(FileWriting writing) {
        this.writing = writing;
    }

    @Override
    public AgentName name() {
        return AgentName.TECH_WRITER;
    }

    @Override
    public StepResult work(Assignment assignment) {
        var state = assignment.state();
        var instructions =
                system.render(
                        Map.of(
                                "language", assignment.language().englishName(),
                                "specification", Briefing.of(state.specification()),
                                "architecture", Briefing.of(state.architecture())));
        var files = writing.files(assignment, instructions, Set.of(README), Set.of());
        var answer =
                writing.ask(
                        assignment,
                        instructions,
                        task,
                        Map.of("files", files, "remarks", remarks(state)),
                        Set.of(README),
                        README::equals);
        return new StepResult(
                PipelineState::withDocumentation,
                answer.changes(),
                assignment.say("documentation"));
    }

    private static String remarks(PipelineState state) {
        var open =
                state.tasks().stream()
                        .map(TaskProgress::feedback)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining("\n"));
        return open.isEmpty() ? "" : "Notes of the reviews that may be open still:\n" + open;
    }
}
