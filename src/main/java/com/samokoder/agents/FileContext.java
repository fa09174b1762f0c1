package com.samokoder.agents;

import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;
import com.samokoder.llm.TokenCounting;

import org.springframework.stereotype.Component;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.stream.Collectors;

/** Chooses which of a project's files a model gets to read. */
@Component
class FileContext {
    /** Below this no further file is worth looking at. */
    private static final int CROWDED = 50;

    private final TokenCounting tokens;

    FileContext(TokenCounting tokens) {
        this.tokens = tokens;
    }

    /**
     * The whole texts of files: those that matter always, then others while they fit.
     *
     * @param subject what the step is about; always shown
     * @param next shown before the rest of the project, if they fit
     */
    String render(
            Snapshot files,
            Collection<ProjectPath> subject,
            Collection<ProjectPath> next,
            long budget) {
        var shown = new LinkedHashMap<ProjectPath, String>();
        long left = budget;
        for (ProjectPath path : subject) {
            var text = files.files().get(path);
            if (text != null && shown.put(path, block(path, text)) == null) {
                left -= tokens.count(text);
            }
        }
        var others = new LinkedHashSet<>(next);
        others.addAll(files.files().keySet());
        others.removeAll(shown.keySet());
        fill(shown, others, files, left);
        return shown.isEmpty() ? "(no files yet)" : String.join("\n\n", shown.values());
    }

    private void fill(
            Map<ProjectPath, String> shown,
            Collection<ProjectPath> others,
            Snapshot files,
            long budget) {
        long left = budget;
        for (ProjectPath path : others) {
            var text = files.files().get(path);
            if (left < CROWDED) {
                return;
            }
            // No vocabulary has tokens of 16 characters on average: spare the count.
            if (text == null || text.length() / 16 > left) {
                continue;
            }
            long cost = tokens.count(text) + tokens.count(path.value()) + 10;
            if (cost <= left) {
                shown.put(path, block(path, text));
                left -= cost;
            }
        }
    }

    long tokens(String text) {
        return tokens.count(text);
    }

    /** All paths with their sizes, so that the model knows what it is not shown. */
    static String tree(Snapshot files) {
        if (files.files().isEmpty()) {
            return "(none)";
        }
        return files.files().entrySet().stream()
                .map(file -> "- " + file.getKey() + " (" + file.getValue().lines().count() + ")")
                .collect(Collectors.joining("\n", "(path, lines)\n", ""));
    }

    private static String block(ProjectPath path, String text) {
        var end = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
        return "<file path=\"" + path + "\">\n" + text + end + "</file>";
    }
}
