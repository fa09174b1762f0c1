package com.samokoder.agents;

import com.samokoder.files.ProjectPath;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Search/replace blocks of one file whose end has not arrived. */
final class OpenEdit implements OpenBlock {
    private final String name;
    private final @Nullable ProjectPath path;
    private final StepListener listener;
    private final List<Hunk> hunks = new ArrayList<>();
    private @Nullable List<String> find;
    private @Nullable List<String> with;
    private long bytes;
    private boolean broken;

    /** Whether the lines to find were closed like a block, as models that think in tags do. */
    private boolean findEnded;

    /**
     * @param path null when the file was refused and is only skipped
     */
    OpenEdit(String name, @Nullable ProjectPath path, StepListener listener) {
        this.name = name;
        this.path = path;
        this.listener = listener;
        if (path != null) {
            listener.editStarted(path);
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

    @Override
    public boolean tooLarge() {
        return bytes > OpenFile.LARGEST;
    }

    @Override
    public void overflow() {
        bytes = OpenFile.LARGEST + 1L;
        hunks.clear();
    }

    void find() {
        closeHunk();
        find = new ArrayList<>();
    }

    void with() {
        findEnded = false;
        broken |= find == null || with != null;
        with = new ArrayList<>();
    }

    /** Lines between the blocks are the model's packaging. */
    @Override
    public void line(String text) {
        bytes += text.getBytes(StandardCharsets.UTF_8).length + 1L;
        if (tooLarge()) {
            overflow();
        } else if (with != null) {
            with.add(text);
            if (path != null) {
                listener.fileDelta(path, text + "\n");
            }
        } else if (find != null && !findEnded) {
            find.add(text);
        }
    }

    /** Whether an end marker closes the block, and not only its lines to find. */
    boolean endsHere() {
        boolean ended = find == null || with != null || findEnded;
        findEnded = !ended;
        return ended;
    }

    @Override
    public boolean endsWithoutWord() {
        return findEnded || (with != null && BareEnd.takenOff(with));
    }

    /** Whether every block has both of its halves, and there is one at all. */
    boolean complete() {
        closeHunk();
        return !broken && !hunks.isEmpty();
    }

    FileBlock.Edit close(ProjectPath closed, String summary) {
        closeHunk();
        listener.fileFinished(closed);
        return new FileBlock.Edit(closed, List.copyOf(hunks), summary);
    }

    private void closeHunk() {
        if (find != null && with != null) {
            hunks.add(new Hunk(unwrapped(find), unwrapped(with)));
        } else {
            broken |= find != null;
        }
        find = null;
        with = null;
    }

    /** Without a code fence around the whole. */
    private List<String> unwrapped(List<String> lines) {
        boolean wrapped =
                lines.size() > 1
                        && lines.getLast().strip().equals("```")
                        && OpenFile.isPackaging(name, lines.getFirst());
        return List.copyOf(wrapped ? lines.subList(1, lines.size() - 1) : lines);
    }
}
