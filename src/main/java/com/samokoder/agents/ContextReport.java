package com.samokoder.agents;

import java.util.List;

/**
 * What of a project a model was sent, in tokens by estimate.
 *
 * @param files those whose text was sent, by path
 * @param leftOut how many files there was no room for
 * @param window the most that could be sent
 */
public record ContextReport(List<File> files, int leftOut, Tokens tokens, long window) {

    public record File(String path, long tokens) {}

    /**
     * @param system the agent's instructions and what was decided on the project
     * @param tree the list of the files
     * @param files the texts of the chosen files
     * @param task what the step is about, the conversation included
     */
    public record Tokens(long system, long tree, long files, long task, long total) {
        static Tokens of(long system, long tree, long files, long task) {
            return new Tokens(system, tree, files, task, system + tree + files + task);
        }
    }
}
