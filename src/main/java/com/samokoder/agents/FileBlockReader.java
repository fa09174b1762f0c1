package com.samokoder.agents;

import com.samokoder.files.FileChange;
import com.samokoder.files.ProjectPath;
import com.samokoder.llm.FinishReason;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads answers made of file blocks. An answer that only lacks files keeps what it brought, so that
 * a long task is not paid for twice; one that breaks a rule brings nothing.
 */
final class FileBlockReader implements AnswerReader<List<FileChange>> {
    private final FileOrder order;
    private final StepListener listener;
    private final Map<ProjectPath, FileChange> kept = new LinkedHashMap<>();
    private FileBlockParser parser;

    FileBlockReader(FileOrder order, StepListener listener) {
        this.order = order;
        this.listener = listener;
        this.parser = new FileBlockParser(order.format(), listener, order.language());
    }

    @Override
    public void accept(String delta) {
        parser.accept(delta);
    }

    @Override
    public List<FileChange> finish(FinishReason reason) {
        var blocks = parser.finish();
        parser = new FileBlockParser(order.format(), listener, order.language());
        var problems = new ArrayList<>(blocks.problems());
        problems.addAll(trespasses(blocks.changes()));
        if (!problems.isEmpty()) {
            throw UnusableAnswer.because(problems.getFirst(), request(missing(blocks)));
        }
        blocks.changes().forEach(change -> kept.put(change.path(), change));
        var missing = missing(blocks);
        if (missing.isEmpty() && !kept.isEmpty()) {
            return result();
        }
        throw UnusableAnswer.because(lack(blocks, reason, missing), request(missing));
    }

    private List<AnswerProblem> trespasses(List<FileChange> changes) {
        var problems = new ArrayList<AnswerProblem>();
        for (FileChange change : changes) {
            if (!order.allowed().test(change.path())) {
                var problem = AnswerProblem.of("file_foreign", change.path().value());
                listener.fileRejected(change.path().value(), problem.in(order.language()));
                problems.add(problem);
            }
        }
        return problems;
    }

    private TreeSet<ProjectPath> missing(FileBlocks blocks) {
        var missing = new TreeSet<>(order.required());
        missing.removeIf(path -> kept.get(path) instanceof FileChange.Put);
        if (blocks.unfinished() != null && order.allowed().test(blocks.unfinished())) {
            missing.add(blocks.unfinished());
        }
        return missing;
    }

    private AnswerProblem lack(
            FileBlocks blocks, FinishReason reason, TreeSet<ProjectPath> missing) {
        if (reason == FinishReason.LENGTH || blocks.unfinished() != null) {
            return AnswerProblem.of("cut_off");
        }
        return kept.isEmpty()
                ? AnswerProblem.of("no_files")
                : AnswerProblem.of("files_missing", listed(missing));
    }

    private String request(TreeSet<ProjectPath> missing) {
        var wanted =
                missing.isEmpty()
                        ? "Send every file that the task needs, complete, as file blocks."
                        : "Send these files, complete, as file blocks, and nothing else: "
                                + listed(missing)
                                + ".";
        return kept.isEmpty()
                ? wanted
                : wanted + " These have arrived and are kept: " + listed(kept.keySet()) + ".";
    }

    /** Deleting what is not there changes nothing, so it is no change. */
    private List<FileChange> result() {
        return kept.values().stream()
                .filter(change ->
                        change instanceof FileChange.Put
                                || order.existing().files().containsKey(change.path()))
                .toList();
    }

    private static String listed(Iterable<ProjectPath> paths) {
        var names = new ArrayList<String>();
        paths.forEach(path -> names.add(path.value()));
        return names.stream().collect(Collectors.joining(", "));
    }
}
