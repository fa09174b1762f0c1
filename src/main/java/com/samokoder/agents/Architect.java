package com.samokoder.agents;

import com.samokoder.agents.PipelineState.Architecture;
import com.samokoder.agents.PipelineState.PlannedFile;
import com.samokoder.files.ProjectPath;

import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Chooses the stack and lays out the files. */
@Component
class Architect implements Agent {
    private static final int MOST_FILES = 200;

    private final Prompt system = Prompt.load("architect/system");
    private final Prompt task = Prompt.load("architect/task");
    private final JsonAnswers answers;
    private final ModelLimits limits;

    Architect(JsonAnswers answers, ModelLimits limits) {
        this.answers = answers;
        this.limits = limits;
    }

    @Override
    public AgentName name() {
        return AgentName.ARCHITECT;
    }

    @Override
    public StepResult work(Assignment assignment) {
        var state = assignment.state();
        var files = assignment.files();
        var architecture =
                new Conversation(assignment, limits.planningTokens(assignment.model().id()))
                        .ask(
                                system.render(
                                        Map.of("language", assignment.language().englishName())),
                                task.render(
                                        Map.of(
                                                "brief", Briefing.of(state.brief()),
                                                "specification", Briefing.of(state.specification()),
                                                "tree",
                                                        ProjectTree.of(files)
                                                                + Manifests.of(files))),
                                answers.reader(assignment.listener(), Architect::read));
        return StepResult.thought(
                newest -> newest.withArchitecture(architecture),
                assignment.say("architecture", architecture.stack()));
    }

    private static Architecture read(AnswerFields answer) {
        var paths = new ArrayList<ProjectPath>();
        var files = new ArrayList<PlannedFile>();
        for (AnswerFields file : answer.objects("files", 1, MOST_FILES)) {
            var path = file.path("path");
            if (!path.equals(TechWriter.README)) {
                paths.add(path);
                files.add(new PlannedFile(path.value(), file.text("purpose")));
            }
        }
        PlannedPaths.check(paths);
        if (files.isEmpty()) {
            throw UnusableAnswer.json("list_size", "files", 1, MOST_FILES);
        }
        return new Architecture(
                answer.text("stack"),
                answer.text("overview"),
                answer.texts("dependencies", 0, 100),
                List.copyOf(files));
    }
}
