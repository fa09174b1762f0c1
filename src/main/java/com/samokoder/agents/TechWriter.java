package com.samokoder.agents;

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

    /** What a reader wants to know is mostly in such files. */
    private static final String ABOUT = "package.json main start server port config test cli";

    private final Prompt system = Prompt.load("tech_writer/system");
    private final Prompt task = Prompt.load("tech_writer/task");
    private final FileWriting writing;
    private final CodeChecks checks;

    TechWriter(FileWriting writing, CodeChecks checks) {
        this.writing = writing;
        this.checks = checks;
    }

    @Override
    public AgentName name() {
        return AgentName.TECH_WRITER;
    }

    @Override
    public StepResult work(Assignment assignment) {
        var state = assignment.state();
        if (assignment.files().locks().cover(README)) {
            return StepResult.thought(
                    PipelineState::withDocumentation, assignment.say("locked", README.value()));
        }
        var missing = missing(assignment);
        var answer =
                writing.ask(
                        assignment,
                        system.render(
                                Map.of(
                                        "language", assignment.language().englishName(),
                                        "project", Briefing.project(state))),
                        new Sight(Set.of(README), Set.of(), ABOUT),
                        task,
                        Map.of("remarks", remarks(state)),
                        new FileWriting.Rules(missing, README::equals, missing.isEmpty()));
        return new StepResult(
                PipelineState::withDocumentation,
                answer.changes(),
                checks.changed(assignment, answer.changes()).report(),
                assignment.say(answer.changes().isEmpty() ? "unchanged" : "documentation"));
    }

    private static Set<ProjectPath> missing(Assignment assignment) {
        return assignment.files().files().containsKey(README) ? Set.of() : Set.of(README);
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
