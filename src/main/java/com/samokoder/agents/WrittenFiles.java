package com.samokoder.agents;

import com.samokoder.agents.PatchOutcome.Misfit;
import com.samokoder.files.FileChange;
import com.samokoder.files.PathGlob;
import com.samokoder.files.ProjectPath;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the answers of one step have brought so far. Every edit is tried before it counts, and a
 * file that cannot be taken as it was sent brings nothing.
 */
final class WrittenFiles {
    private final FileOrder order;
    private final StepListener listener;
    private final CodeChecks checks;
    private final Map<ProjectPath, FileChange> kept = new LinkedHashMap<>();
    private final Map<ProjectPath, String> summaries = new TreeMap<>();
    private final Map<ProjectPath, Integer> refusals = new HashMap<>();
    private final Map<ProjectPath, PathGlob> locked = new LinkedHashMap<>();
    private final Set<ProjectPath> seen;

    WrittenFiles(FileOrder order, StepListener listener, CodeChecks checks) {
        this.order = order;
        this.listener = listener;
        this.checks = checks;
        this.seen = new HashSet<>(order.shown());
    }

    /**
     * A file that was not taken, and what is asked for instead.
     *
     * @param problem as it is told to the model and to the user
     */
    record Refused(ProjectPath path, AnswerProblem problem, String request) {}

    /** Keeps what can be kept, and tells what cannot. */
    List<Refused> take(List<FileBlock> blocks) {
        var refused = new ArrayList<Refused>();
        for (FileBlock block : blocks) {
            var lock = order.existing().locks().findLock(block.path());
            if (lock.isPresent()) {
                refuseLocked(block.path(), lock.get()).ifPresent(refused::add);
            } else {
                take(block).ifPresent(refused::add);
            }
        }
        return refused;
    }

    private Optional<Refused> take(FileBlock block) {
        return switch (block) {
            case FileBlock.Whole(var path, var _, var _) when unseen(path) ->
                    Optional.of(refuseUnseen(path));
            case FileBlock.Whole(var path, var text, var summary) -> keep(path, text, summary);
            case FileBlock.Delete(var path) -> {
                kept.put(path, new FileChange.Delete(path));
                yield Optional.empty();
            }
            case FileBlock.Edit edit ->
                    switch (Patching.apply(current(edit.path()), edit.hunks())) {
                        case PatchOutcome.Applied(var text) ->
                                keep(edit.path(), text, summaryAfter(edit));
                        case Misfit misfit -> Optional.of(refuse(edit.path(), misfit));
                    };
        };
    }

    /** An edit that says nothing leaves the file about what it was about. */
    private String summaryAfter(FileBlock.Edit edit) {
        return edit.summary().isEmpty()
                ? order.existing().summaries().getOrDefault(edit.path(), "")
                : edit.summary();
    }

    private Optional<Refused> keep(ProjectPath path, String text, String summary) {
        var before = order.existing().files().get(path);
        var gap = before == null ? Optional.<String>empty() : checks.gap(path, before, text);
        if (gap.isPresent()) {
            return Optional.of(refuseShortened(path, gap.get()));
        }
        kept.put(path, new FileChange.Put(path, text));
        if (!summary.isEmpty()) {
            summaries.put(path, summary);
        }
        return Optional.empty();
    }

    /** Told once; whoever insists is not argued with, the file is left out. */
    private Optional<Refused> refuseLocked(ProjectPath path, PathGlob lock) {
        listener.fileLocked(path, lock);
        if (locked.put(path, lock) != null) {
            return Optional.empty();
        }
        var problem = AnswerProblem.of("file_locked", path.value(), lock.value());
        return Optional.of(new Refused(path, problem, FileWishes.locked(path, lock)));
    }

    private Refused refuseUnseen(ProjectPath path) {
        var problem = AnswerProblem.of("file_unseen", path.value());
        return refuse(path, problem, unseenIn(path, before(path)));
    }

    private String unseenIn(ProjectPath path, String text) {
        if (Passages.isLong(text)) {
            var parts = Passages.of(path, text, order.about(), Passages.LONG / 2);
            return FileWishes.inParts(path, parts);
        }
        seen.add(path);
        return FileWishes.unseen(path, text);
    }

    private Refused refuseShortened(ProjectPath path, String gap) {
        var problem = AnswerProblem.of("file_shortened", path.value(), gap);
        var request =
                refusals.containsKey(path) && !Passages.isLong(before(path))
                        ? FileWishes.whole(path, before(path))
                        : FileWishes.shortened(path, gap);
        return refuse(path, problem, request);
    }

    private Refused refuse(ProjectPath path, Misfit misfit) {
        var problem = AnswerProblem.of(misfit.reason(), path.value(), misfit.place());
        var now = current(path);
        if (now == null || Passages.isLong(now)) {
            return refuse(path, problem, FileWishes.again(path, misfit));
        }
        if (unseen(path)) {
            return refuse(path, problem, unseenIn(path, now));
        }
        var request =
                refusals.containsKey(path)
                        ? FileWishes.whole(path, now)
                        : FileWishes.again(path, misfit);
        return refuse(path, problem, request);
    }

    private Refused refuse(ProjectPath path, AnswerProblem problem, String request) {
        refusals.merge(path, 1, Integer::sum);
        listener.fileRejected(path.value(), problem.in(order.language()));
        return new Refused(path, problem, request);
    }

    private String before(ProjectPath path) {
        return order.existing().files().getOrDefault(path, "");
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
    boolean unseen(ProjectPath path) {
        return order.existing().files().containsKey(path)
                && !seen.contains(path)
                && !kept.containsKey(path)
                && !refusals.containsKey(path);
    }

    /** The file as a model is shown it; from now on it knows the file. */
    String shown(ProjectPath path, String text) {
        seen.add(path);
        return FileSelection.block(path, text);
    }

    boolean wrote(ProjectPath path) {
        return kept.get(path) instanceof FileChange.Put;
    }

    Collection<ProjectPath> paths() {
        return kept.keySet();
    }

    /** What the answers wanted to write and must not. */
    Map<ProjectPath, PathGlob> locked() {
        return locked;
    }

    /** Deleting what is not there changes nothing, so it is no change. */
    List<FileChange> changes() {
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
