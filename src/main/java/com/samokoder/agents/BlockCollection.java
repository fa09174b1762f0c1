package com.samokoder.agents;

import com.samokoder.files.ProjectPath;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The blocks of one answer, held to the rules that concern more than one of them. */
final class BlockCollection {
    private final StepListener listener;
    private final BriefLanguage language;
    private final Map<ProjectPath, FileBlock> blocks = new LinkedHashMap<>();
    private final Map<ProjectPath, Boolean> begun = new LinkedHashMap<>();
    private final List<AnswerProblem> problems = new ArrayList<>();

    BlockCollection(StepListener listener, BriefLanguage language) {
        this.listener = listener;
        this.language = language;
    }

    /**
     * The path of a block that begins; null where it cannot be taken. A file is written once, or
     * edited as often as the model likes.
     */
    @Nullable ProjectPath usable(String written, boolean edit) {
        var path = BlockFormat.path(written).orElse(null);
        if (path == null) {
            refuse(written, "path");
            return null;
        }
        var before = begun.putIfAbsent(path, edit);
        if (before != null && !(before && edit)) {
            refuse(written, "file_twice");
            return null;
        }
        return path;
    }

    /** A block that began as a whole file and holds search/replace blocks after all. */
    void turnIntoEdit(ProjectPath path) {
        begun.put(path, true);
    }

    void delete(String written) {
        var path = usable(written, false);
        if (path != null) {
            blocks.put(path, new FileBlock.Delete(path));
        }
    }

    void add(OpenBlock block, String summary) {
        var path = block.path();
        if (path == null) {
            return;
        }
        // Some models close a block with its path, as they opened it.
        var told = BlockFormat.path(summary).filter(path::equals).isPresent() ? "" : summary;
        if (block.tooLarge()) {
            refuse(block.name(), "file_large");
            return;
        }
        switch (block) {
            case OpenFile file -> blocks.put(path, file.close(path, told));
            case OpenEdit edit -> addEdit(path, edit, told);
        }
    }

    private void addEdit(ProjectPath path, OpenEdit edit, String summary) {
        if (!edit.complete()) {
            refuse(edit.name(), "edit_incomplete");
            return;
        }
        var added = edit.close(path, summary);
        var before = blocks.get(path);
        blocks.put(path, before instanceof FileBlock.Edit earlier ? joined(earlier, added) : added);
    }

    private static FileBlock.Edit joined(FileBlock.Edit earlier, FileBlock.Edit later) {
        var hunks = new ArrayList<>(earlier.hunks());
        hunks.addAll(later.hunks());
        var summary = later.summary().isEmpty() ? earlier.summary() : later.summary();
        return new FileBlock.Edit(later.path(), List.copyOf(hunks), summary);
    }

    FileBlocks finish(@Nullable OpenBlock open, String said) {
        var unfinished = open == null ? null : open.path();
        if (open != null && unfinished == null) {
            problems.add(AnswerProblem.of("cut_off"));
        }
        if (unfinished != null) {
            // Edits of a file that is edited further are not the whole of it.
            blocks.remove(unfinished);
        }
        return new FileBlocks(
                List.copyOf(blocks.values()), List.copyOf(problems), unfinished, said);
    }

    void refuse(String name, String key) {
        var problem = AnswerProblem.of(key, name);
        problems.add(problem);
        listener.fileRejected(problem.arguments()[0].toString(), problem.in(language));
    }
}
