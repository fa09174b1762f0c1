package com.samokoder.agents;

import com.samokoder.agents.WrittenFiles.Refused;
import com.samokoder.files.ProjectPath;
import com.samokoder.llm.FinishReason;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Reads answers made of file blocks. A file that cannot be taken brings nothing, and neither does
 * an answer that breaks a rule. What an answer brought whole is kept while the rest is asked for
 * again, so that a long task is not paid for twice.
 */
final class FileBlockReader implements AnswerReader<FileAnswer> {
    private final FileOrder order;
    private final StepListener listener;
    private final WrittenFiles written;
    private String said = "";
    private int empty;
    private FileBlockParser parser;

    FileBlockReader(FileOrder order, StepListener listener, CodeChecks checks) {
        this.order = order;
        this.listener = listener;
        this.written = new WrittenFiles(order, listener, checks);
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
        var blocks = blocks(reason);
        said = blocks.said().isBlank() ? said : blocks.said().strip();
        var problems = new ArrayList<>(blocks.problems());
        problems.addAll(trespasses(blocks.blocks()));
        if (!problems.isEmpty()) {
            throw UnusableAnswer.because(problems.getFirst(), wishes(blocks).all());
        }
        var refused = written.take(blocks.blocks());
        var wishes = wishes(blocks);
        if (!refused.isEmpty()) {
            throw UnusableAnswer.because(
                    refused.getFirst().problem(),
                    wishes.repaired(
                            refused.stream().map(Refused::request).toList(), blocks.unfinished()));
        }
        return complete(blocks, reason, wishes);
    }

    private FileBlocks blocks(FinishReason reason) {
        var blocks = parser.finish();
        var bare = parser.bare();
        parser = parser();
        if (reason == FinishReason.STOP && order.required().size() == 1 && isPage(bare)) {
            // Nothing but the one document that was asked for: models forget what goes around it.
            accept(order.format().file(order.required().iterator().next().value(), bare));
            blocks = parser.finish();
            parser = parser();
        }
        return blocks;
    }

    private boolean isPage(String bare) {
        return order.required().stream().allMatch(path -> path.value().endsWith(".md"))
                && (bare.startsWith("# ")
                        || bare.startsWith("```markdown\n# ") && bare.endsWith("\n```\n"));
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
        if (written.paths().isEmpty() && written.locked().isEmpty()) {
            requireNothingMore(wishes);
        }
        return new FileAnswer(written.changes(), said.isBlank() ? lockedOut() : said);
    }

    /** That nothing has to be written is believed the second time. */
    private void requireNothingMore(FileWishes wishes) {
        boolean first = empty++ == 0;
        var asked = first ? askedFor() : List.<String>of();
        if (!asked.isEmpty()) {
            throw UnusableAnswer.because(
                    AnswerProblem.of("no_files"), FileWishes.shown(asked, order.mayBeEmpty()));
        }
        if (first || !order.mayBeEmpty()) {
            throw UnusableAnswer.because(
                    AnswerProblem.of("no_files"), wishes.any(order.mayBeEmpty()));
        }
    }

    /** The files that an answer without blocks names and has not seen: it needs them. */
    private List<String> askedFor() {
        var texts = new ArrayList<String>();
        var unseen = order.existing().files().keySet().stream().filter(written::unseen).toList();
        int left = Passages.LONG;
        for (ProjectPath path : Relevance.named(unseen, said)) {
            var text = order.existing().files().getOrDefault(path, "");
            var shown =
                    text.length() > left
                            ? Passages.of(path, text, order.about() + "\n" + said, left)
                            : written.shown(path, text);
            if (!shown.isEmpty()) {
                texts.add(shown);
            }
            left = Math.max(0, left - shown.length());
        }
        return texts;
    }

    private String lockedOut() {
        return written.locked().isEmpty()
                ? ""
                : AgentMessages.text(
                        order.language(),
                        "agents.step.locked",
                        FileWishes.listed(written.locked().keySet()));
    }

    private List<AnswerProblem> trespasses(List<FileBlock> blocks) {
        var problems = new ArrayList<AnswerProblem>();
        for (FileBlock block : blocks) {
            if (!order.allows(block.path())) {
                var problem = AnswerProblem.of("file_foreign", block.path().value());
                listener.fileRejected(block.path().value(), problem.in(order.language()));
                problems.add(problem);
            }
        }
        return problems;
    }

    private FileWishes wishes(FileBlocks blocks) {
        var missing = new TreeSet<>(order.required());
        missing.removeIf(written::wrote);
        var unfinished = blocks.unfinished();
        if (unfinished != null && order.allows(unfinished)) {
            missing.add(unfinished);
        }
        return new FileWishes(missing, List.copyOf(written.paths()));
    }
}
