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
    /** Room for what stands in the task's prompt besides files. */
    private static final int TASK_TOKENS = 3_000;

    private final Prompt format = Prompt.load("shared/files");
    private final Boundaries boundaries;
    private final ModelLimits limits;
    private final FileContext context;

    FileWriting(Boundaries boundaries, ModelLimits limits, FileContext context) {
        this.boundaries = boundaries;
        this.limits = limits;
        this.context = context;
    }

    /**
     * @param subject files shown always
     * @param next files shown before others
     */
    String files(
            Assignment assignment, String system, Set<ProjectPath> subject, Set<ProjectPath> next) {
        long room =
                limits.contextTokens(assignment.model().id())
                        - context.tokens(system)
                        - TASK_TOKENS;
        return context.render(assignment.files(), subject, next, room);
    }

    /**
     * @param values for the task's prompt, all but {@code format} and {@code tree}
     */
    FileAnswer ask(
            Assignment assignment,
            String system,
            Prompt task,
            Map<String, String> values,
            Set<ProjectPath> required,
            Predicate<ProjectPath> allowed) {
        var boundary = boundaries.next();
        var all = new HashMap<>(values);
        all.put("format", format.render(Map.of("boundary", boundary)));
        all.put("tree", FileContext.tree(assignment.files()));
        var order =
                new FileOrder(
                        new BlockFormat(boundary),
                        assignment.language(),
                        required,
                        allowed,
                        assignment.files(),
                        false);
        return new Conversation(assignment, limits.writingTokens(assignment.model().id()))
                .about("boundary", boundary)
                .ask(system, task.render(all), new FileBlockReader(order, assignment.listener()));
    }
}
