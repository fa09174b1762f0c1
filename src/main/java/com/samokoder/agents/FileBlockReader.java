package com.samokoder.agents;

import com.samokoder.agents.PatchOutcome.Misfit;
import com.samokoder.files.FileChange;
import com.samokoder.files.ProjectPath;
import com.samokoder.llm.FinishReason;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads answers made of file blocks. Every edit is tried before anything counts; a file with an
 * edit that does not fit brings nothing, and neither does an answer that breaks a rule. What an
 * answer brought whole is kept while the rest is asked for again, so that a long task is not paid
 * for twice.
 */
final class FileBlockReader implements AnswerReader<FileAnswer> {
    private static final Misfit UNSEEN =
            new Misfit(1, new Hunk(List.of(), List.of()), "file_unseen", "");

    private final FileOrder order;
    private final StepListener listener;
    private final Map<ProjectPath, FileChange> kept = new LinkedHashMap<>();
    private final Map<ProjectPath, String> summaries = new TreeMap<>();
    private final Map<ProjectPath, Integer> misfits = new HashMap<>();
    private String said = "";
    private int empty;
    private FileBlockParser parser;

    FileBlockReader(FileOrder order, StepListener listener) {
        this.order = order;
        this.listener = listener;
        this.parser = parser();
    }

    private FileBlockParser parser() {
        return new FileBlockParser(order.format(), listener, order.language());
    }

    @Override
    public void accept(String delta) {
        parser.accept(delta);
    }

    @Override
    public FileAnswer finish(FinishReason reason) {
        var blocks = parser.finish();
        parser = parser();
        said = blocks.said().isBlank() ? said : blocks.said().strip();
        var problems = new ArrayList<>(blocks.problems());
        problems.addAll(trespasses(blocks.blocks()));
        if (!problems.isEmpty()) {
            throw UnusableAnswer.because(problems.getFirst(), wishes(blocks).all());
        }
        var misfit = keep(blocks.blocks());
        var wishes = wishes(blocks);
        if (!misfit.isEmpty()) {
            throw UnusableAnswer.because(
                    AnswerProblem.of(
                            misfit.getFirst().reason(),
                            misfit.getFirst().path().value(),
                            misfit.getFirst().place()),
                    wishes.repaired(misfit, blocks.unfinished()));
        }
        return complete(blocks, reason, wishes);
    }

    private FileAnswer complete(FileBlocks blocks, FinishReason reason, FileWishes wishes) {
        boolean broken = blocks.unfinished() != null || reason == FinishReason.LENGTH;
        boolean done = !order.required().isEmpty() && wishes.missing().isEmpty();
        if (broken && !done) {
            throw UnusableAnswer.because(AnswerProblem.of("cut_off"), wishes.rest());
        }
        if (!wishes.missing().isEmpty()) {
            throw UnusableAnswer.because(
                    AnswerProblem.of("files_missing", FileWishes.listed(wishes.missing())),
                    wishes.all());
        }
        if (kept.isEmpty() && (!order.mayBeEmpty() || empty++ == 0)) {
            throw UnusableAnswer.because(AnswerProblem.of("no_files"), wishes.any());
        }
        return new FileAnswer(result(), said);
    }

    private List<AnswerProblem> trespasses(List<FileBlock> blocks) {
        var problems = new ArrayList<AnswerProblem>();
        for (FileBlock block : blocks) {
            if (!order.allowed().test(block.path())) {
                var problem = AnswerProblem.of("file_foreign", block.path().value());
                listener.fileRejected(block.path().value(), problem.in(order.language()));
                problems.add(problem);
            }
        }
        return problems;
    }

    /** Keeps what can be kept, and tells what cannot. */
    private List<FileWishes.Broken> keep(List<FileBlock> blocks) {
        var broken = new ArrayList<FileWishes.Broken>();
        for (FileBlock block : blocks) {
            switch (block) {
                case FileBlock.Whole(var path, var text, var summary) -> {
                    if (unseen(path)) {
                        broken.add(reject(path, UNSEEN));
                    } else {
                        keep(path, text, summary);
                    }
                }
                case FileBlock.Delete(var path) -> kept.put(path, new FileChange.Delete(path));
                case FileBlock.Edit edit -> {
                    switch (Patching.apply(current(edit.path()), edit.hunks())) {
                        case PatchOutcome.Applied(var text) ->
                                keep(edit.path(), text, edit.summary());
                        case Misfit misfit -> broken.add(reject(edit.path(), misfit));
                    }
                }
            }
        }
        return broken;
    }

    private void keep(ProjectPath path, String text, String summary) {
        kept.put(path, new FileChange.Put(path, text));
        if (!summary.isEmpty()) {
            summaries.put(path, summary);
        }
    }

    /** The file as it is with what earlier answers of this step made of it. */
    private @Nullable String current(ProjectPath path) {
        return switch (kept.get(path)) {
            case FileChange.Put(var _, var text) -> text;
            case FileChange.Delete _ -> null;
            case FileChange.Summarize _ -> order.existing().files().get(path);
            case null -> order.existing().files().get(path);
        };
    }

    /**
     * A file that is there, and that nobody has shown to the model: it would be overwritten
     * blindly.
     */
    private boolean unseen(ProjectPath path) {
        return order.existing().files().containsKey(path)
                && !order.shown().contains(path)
                && !kept.containsKey(path)
                && !misfits.containsKey(path);
    }

    private FileWishes.Broken reject(ProjectPath path, Misfit misfit) {
        boolean unseen = unseen(path);
        int times = misfits.merge(path, 1, Integer::sum);
        var problem = AnswerProblem.of(misfit.reason(), path.value(), misfit.place());
        listener.fileRejected(path.value(), problem.in(order.language()));
        var now = current(path);
        boolean whole = now != null && (times > 1 || unseen);
        return new FileWishes.Broken(path, misfit, unseen, whole ? now : null);
    }

    private FileWishes wishes(FileBlocks blocks) {
        var missing = new TreeSet<>(order.required());
        missing.removeIf(path -> kept.get(path) instanceof FileChange.Put);
        var unfinished = blocks.unfinished();
        if (unfinished != null && order.allowed().test(unfinished)) {
            missing.add(unfinished);
        }
        return new FileWishes(missing, kept.keySet());
    }

    /** Deleting what is not there changes nothing, so it is no change. */
    private List<FileChange> result() {
        var changes = new ArrayList<FileChange>();
        for (FileChange change : kept.values()) {
            if (change instanceof FileChange.Put
                    || order.existing().files().containsKey(change.path())) {
                changes.add(change);
            }
        }
        summaries.forEach((path, text) -> changes.add(new FileChange.Summarize(path, text)));
        return List.copyOf(changes);
    }
}
