package com.samokoder.agents;

import com.samokoder.agents.PatchOutcome.Misfit;
import com.samokoder.files.ProjectPath;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * What is asked for after an answer that was not enough, in words for the model.
 *
 * @param missing files that have to come still
 * @param kept files that have arrived
 */
record FileWishes(SortedSet<ProjectPath> missing, Collection<ProjectPath> kept) {
    private static final Prompt EDIT = Prompt.load("shared/edit_again");
    private static final Prompt UNSEEN = Prompt.load("shared/unseen_file");
    private static final Prompt WHOLE = Prompt.load("shared/whole_file");

    /**
     * A file with an edit that does not fit.
     *
     * @param unseen whether the model was not shown the file before
     * @param whole the file as it is, when it was not shown, or the edits failed before and all of
     *     it is wanted now
     */
    record Broken(ProjectPath path, Misfit misfit, boolean unseen, @Nullable String whole) {
        String reason() {
            return misfit.reason();
        }

        int place() {
            return misfit.place();
        }

        private String request() {
            if (whole != null) {
                var prompt = unseen ? UNSEEN : WHOLE;
                return prompt.render(Map.of("path", path.value(), "text", whole));
            }
            return EDIT.render(
                    Map.of(
                            "path", path.value(),
                            "find", String.join("\n", misfit.hunk().find()),
                            "nearest", misfit.nearest()));
        }
    }

    String all() {
        var wanted =
                missing.isEmpty()
                        ? "Send everything that the task needs as blocks."
                        : "Send these files as blocks, and nothing else: " + listed(missing) + ".";
        return wanted + arrived();
    }

    String any() {
        return "Send the files to write or change as blocks.";
    }

    /** After an answer that broke off. */
    String rest() {
        var next = missing.isEmpty() ? "" : ", beginning with " + listed(missing);
        return "Send only the blocks that have not arrived" + next + "." + arrived();
    }

    String repaired(List<Broken> broken, @Nullable ProjectPath unfinished) {
        var text = broken.stream().map(Broken::request).collect(Collectors.joining("\n\n"));
        var others =
                unfinished == null
                        ? ""
                        : "\n\nYour answer broke off in " + unfinished + ": send that again, too.";
        return text + others + arrived();
    }

    private String arrived() {
        return kept.isEmpty() ? "" : " These have arrived and are kept: " + listed(kept) + ".";
    }

    static String listed(Collection<ProjectPath> paths) {
        return paths.stream().map(ProjectPath::value).collect(Collectors.joining(", "));
    }
}
