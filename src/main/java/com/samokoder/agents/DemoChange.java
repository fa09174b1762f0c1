package com.samokoder.agents;

import com.samokoder.llm.ChatRequest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The one change that the scripted provider makes in a chat: it gives the app the title that stands
 * in quotes in the message, by real edits of the files that it is shown. In a project without a
 * title it writes a README.
 */
final class DemoChange {
    private static final Pattern FILE =
            Pattern.compile("<file path=\"([^\"\n]+)\">\n(.*?)\n</file>", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("[«\"“„]([^«»\"“”„\n]{1,80})[»\"”“]");

    /** Lines with a title: what stands before it, the title, and what stands after it. */
    private static final Pattern TITLE =
            Pattern.compile(
                    "^([ \\t]*<(?:title|h1)>|ABOUT = \"|# )([^<\"\\\\\n]+)(</(?:title|h1)>|\"|)$",
                    Pattern.MULTILINE);

    /** The files that carry a title, the likeliest first. */
    private static final List<String> KINDS = List.of(".html", "texts.py", ".md");

    private final BlockFormat format;
    private final BriefLanguage language;
    private final String title;
    private final List<Shown> files;

    private record Shown(String path, String text) {}

    private DemoChange(ChatRequest request) {
        var purpose = request.purpose();
        this.format = new BlockFormat(purpose.getOrDefault("boundary", ""));
        this.language = BriefLanguage.ofTag(purpose.getOrDefault("language", ""));
        this.title = title(purpose.getOrDefault("message", ""), language);
        this.files = shown(request);
    }

    static String answer(ChatRequest request) {
        return new DemoChange(request).answer();
    }

    /** What the request shows of the project, path by path. */
    static List<String> paths(ChatRequest request) {
        return shown(request).stream().map(Shown::path).toList();
    }

    private static List<Shown> shown(ChatRequest request) {
        var text =
                request.messages().stream()
                        .map(message -> message.content())
                        .filter(content -> content.startsWith("Files of the project:"))
                        .findFirst()
                        .orElse("");
        return FILE.matcher(text)
                .results()
                .map(file -> new Shown(file.group(1), file.group(2)))
                .toList();
    }

    private static String title(String message, BriefLanguage language) {
        var quoted = QUOTED.matcher(message);
        return quoted.find()
                ? quoted.group(1).replaceAll("[<>&\\\\]", "").strip()
                : AgentMessages.text(language, "agents.demo_title");
    }

    private String answer() {
        for (String kind : KINDS) {
            for (Shown file : files) {
                var edits = edits(file);
                if (file.path().endsWith(kind) && !edits.isEmpty()) {
                    return reply(file.path()) + "\n\n" + edits;
                }
            }
        }
        return reply("README.md") + "\n\n" + format.file("README.md", "# " + title + "\n");
    }

    private String reply(String path) {
        return AgentMessages.text(language, "agents.demo_change", title, path);
    }

    private String edits(Shown file) {
        var edits = new ArrayList<String>();
        var line = TITLE.matcher(file.text());
        while (line.find() && edits.size() < 2) {
            var renamed = line.group(1) + title + line.group(3);
            if (!renamed.equals(line.group())) {
                edits.add(format.edit(file.path(), line.group(), renamed));
            }
        }
        return edits.stream().distinct().collect(Collectors.joining());
    }
}
