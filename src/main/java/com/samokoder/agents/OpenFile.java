package com.samokoder.agents;

import com.samokoder.files.ProjectPath;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A whole file whose end has not arrived. */
final class OpenFile implements OpenBlock {
    static final int LARGEST = 1024 * 1024;

    /** Files in which a first line of back quotes is content. */
    private static final Set<String> PROSE = Set.of("md", "markdown", "mdx", "txt", "rst", "adoc");

    private final String name;
    private final @Nullable ProjectPath path;
    private final StepListener listener;
    private final StringBuilder content = new StringBuilder();
    private long bytes;
    private boolean tooLarge;
    private boolean empty = true;
    private boolean fenced;
    private boolean closingFenceHeld;

    /**
     * @param path null when the file was refused and is only skipped
     */
    OpenFile(String name, @Nullable ProjectPath path, StepListener listener) {
        this.name = name;
        this.path = path;
        this.listener = listener;
        if (path != null) {
            listener.fileStarted(path);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public @Nullable ProjectPath path() {
        return path;
    }

    /** Whether nothing has come that could be a file's text. */
    boolean blank() {
        return content.toString().isBlank();
    }

    @Override
    public boolean tooLarge() {
        return tooLarge;
    }

    @Override
    public void overflow() {
        tooLarge = true;
        content.setLength(0);
    }

    @Override
    public void line(String text) {
        if (path == null || tooLarge) {
            return;
        }
        if (empty) {
            empty = false;
            fenced = isPackaging(name, text);
            if (fenced) {
                return;
            }
        }
        if (closingFenceHeld) {
            closingFenceHeld = false;
            keep("```\n", path);
        }
        if (fenced && text.strip().equals("```")) {
            closingFenceHeld = true;
        } else {
            keep(text + "\n", path);
        }
    }

    /** Ends the file: a fence that was held back till now closed the packaging. */
    FileBlock.Whole close(ProjectPath closed, String summary) {
        listener.fileFinished(closed);
        return new FileBlock.Whole(closed, content.toString(), summary);
    }

    @Override
    public boolean endsWithoutWord() {
        var lines = content.toString().lines().collect(Collectors.toCollection(ArrayList::new));
        if (!BareEnd.takenOff(lines)) {
            return false;
        }
        content.setLength(0);
        lines.forEach(line -> content.append(line).append('\n'));
        return true;
    }

    private void keep(String text, ProjectPath file) {
        bytes += text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LARGEST) {
            overflow();
            return;
        }
        content.append(text);
        listener.fileDelta(file, text);
    }

    /** Whether a first line is the model's fence around a file and not the file's own. */
    static boolean isPackaging(String name, String firstLine) {
        var fence = firstLine.strip();
        if (!fence.startsWith("```") || fence.indexOf('`', 3) >= 0) {
            return false;
        }
        var lower = name.toLowerCase(Locale.ROOT);
        boolean prose = PROSE.contains(lower.substring(lower.lastIndexOf('.') + 1));
        return !prose || fence.equals("```markdown") || fence.equals("```md");
    }
}
