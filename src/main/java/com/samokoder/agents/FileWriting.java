package com.samokoder.agents;

import com.samokoder.files.ProjectPath;

import org.springframework.stereotype.Component;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** How agents that write files talk with their model. */
@Component
class FileWriting {
    /** A file whose edits do not fit takes one more correction than other answers. */
    private static final int CORRECTIONS = 3;

    private final Prompt format = Prompt.load("shared/files");
    private final Boundaries boundaries;
    private final ModelLimits limits;
    private final ProjectReading reading;
    private final CodeChecks checks;

    FileWriting(
            Boundaries boundaries, ModelLimits limits, ProjectReading reading, CodeChecks checks) {
        this.boundaries = boundaries;
        this.limits = limits;
        this.reading = reading;
        this.checks = checks;
    }

    /**
     * What may and must come back.
     *
     * @param required files that must be written
     * @param allowed the files that may be touched at all
     * @param mayBeEmpty whether nothing needs to be written, where the model insists
     */
    record Rules(Set<ProjectPath> required, Predicate<ProjectPath> allowed, boolean mayBeEmpty) {}

    /**
     * @param values for the task's prompt, all but {@code format}
     */
    FileAnswer ask(
            Assignment assignment,
            String system,
            Sight sight,
            Prompt task,
            Map<String, String> values,
            Rules rules) {
        var boundary = boundaries.next();
        var all = new HashMap<>(values);
        all.put("format", format.render(Map.of("boundary", boundary)));
        var opening = reading.opening(assignment, system, sight, task.render(all));
        var order =
                new FileOrder(
                        new BlockFormat(boundary),
                        assignment.language(),
                        rules,
                        assignment.files(),
                        opening.shown(),
                        sight.about());
        return new Conversation(assignment, limits.writingTokens(assignment.model().id()))
                .about("boundary", boundary)
                .correctedAtMost(CORRECTIONS)
                .ask(opening.messages(), new FileBlockReader(order, assignment.listener(), checks));
    }
}
