package com.samokoder.agents;

import com.samokoder.agents.PatchOutcome.Misfit;
import com.samokoder.files.PathGlob;
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
    private static final String NOTHING_AFTER_ALL =
            " If nothing has to change after all, say so again.";
    private static final Prompt EDIT = Prompt.load("shared/edit_again");
    private static final Prompt UNSEEN = Prompt.load("shared/unseen_file");
    private static final Prompt LONG = Prompt.load("shared/long_file");
    private static final Prompt WHOLE = Prompt.load("shared/whole_file");
    private static final Prompt LOCKED = Prompt.load("shared/locked_file");
    private static final Prompt SHORTENED = Prompt.load("shared/shortened_file");
    private static final Prompt SHOWN = Prompt.load("shared/shown_files");

    /** For edits that do not fit. */
    static String again(ProjectPath path, Misfit misfit) {
        return EDIT.render(
                Map.of(
                        "path", path.value(),
                        "find", String.join("\n", misfit.hunk().find()),
                        "nearest", misfit.nearest()));
    }

    /** For a file that was changed blindly. */
    static String unseen(ProjectPath path, String text) {
        return UNSEEN.render(Map.of("path", path.value(), "text", text));
    }

    /** For a file that was changed blindly and is too long to be shown. */
    static String inParts(ProjectPath path, String parts) {
        return LONG.render(Map.of("path", path.value(), "parts", parts));
    }

    /** For edits that do not fit the second time. */
    static String whole(ProjectPath path, String text) {
        return WHOLE.render(Map.of("path", path.value(), "text", text));
    }

    /** For a file that nobody of the crew may touch. */
    static String locked(ProjectPath path, PathGlob lock) {
        return LOCKED.render(Map.of("path", path.value(), "lock", lock.value()));
    }

    /** For a file of which a part was left out. */
    static String shortened(ProjectPath path, String gap) {
        return SHORTENED.render(Map.of("path", path.value(), "gap", gap));
    }

    /** For an answer that asks for files instead of changing any. */
    static String shown(List<String> texts, boolean mayBeEmpty) {
        var files = String.join("\n\n", texts);
        return SHOWN.render(
                Map.of("files", files, "otherwise", mayBeEmpty ? NOTHING_AFTER_ALL : ""));
    }

    String all() {
        var wanted =
                missing.isEmpty()
                        ? "Send everything that the task needs as blocks."
                        : "Send these files as blocks, and nothing else: " + listed(missing) + ".";
        return wanted + arrived();
    }

    String any(boolean mayBeEmpty) {
        return "Send the files to write or change as blocks."
                + (mayBeEmpty ? NOTHING_AFTER_ALL : "");
    }

    /** After an answer that broke off. */
    String rest() {
        var next = missing.isEmpty() ? "" : ", beginning with " + listed(missing);
        return "Send only the blocks that have not arrived" + next + "." + arrived();
    }

    /**
     * @param requests what is asked for of each file that was not taken
     */
    String repaired(List<String> requests, @Nullable ProjectPath unfinished) {
        var text = String.join("\n\n", requests);
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
