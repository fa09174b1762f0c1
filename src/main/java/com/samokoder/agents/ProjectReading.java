package com.samokoder.agents;

import com.samokoder.files.ProjectPath;
import com.samokoder.llm.ChatMessage;
import com.samokoder.llm.TokenCounting;

import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Opens an agent's talk about a project: first what stays the same from call to call (instructions
 * and decisions, then the tree, then the files), each part marked for the provider's prompt cache,
 * and last what the step is about.
 */
@Component
class ProjectReading {
    private final Prompt project = Prompt.load("shared/project");
    private final FileSelection selection;
    private final ModelLimits limits;
    private final TokenCounting tokens;

    ProjectReading(FileSelection selection, ModelLimits limits, TokenCounting tokens) {
        this.selection = selection;
        this.limits = limits;
        this.tokens = tokens;
    }

    /**
     * @param shown the files whose text the model reads
     */
    record Opening(List<ChatMessage> messages, Set<ProjectPath> shown) {}

    Opening opening(Assignment assignment, String system, Sight sight, String task) {
        var files = assignment.files();
        var tree = ProjectTree.of(files);
        long window = limits.contextTokens(assignment.model().id());
        long systemTokens = tokens.count(system);
        long treeTokens = tokens.count(tree);
        long taskTokens = tokens.count(task);
        var selected =
                selection.select(files, sight, window - systemTokens - treeTokens - taskTokens);
        assignment
                .listener()
                .context(
                        new ContextReport(
                                selected.seen().entrySet().stream()
                                        .map(file ->
                                                new ContextReport.File(
                                                        file.getKey().value(), file.getValue()))
                                        .toList(),
                                selected.leftOut().size(),
                                ContextReport.Tokens.of(
                                        systemTokens,
                                        treeTokens,
                                        selected.seen().values().stream()
                                                .mapToLong(Long::longValue)
                                                .sum(),
                                        taskTokens),
                                window));
        var shown = project.render(Map.of("tree", tree, "files", selected.text()));
        return new Opening(
                List.of(
                        ChatMessage.system(system),
                        ChatMessage.user(shown).kept(),
                        ChatMessage.user(task)),
                Set.copyOf(selected.shown().keySet()));
    }
}
