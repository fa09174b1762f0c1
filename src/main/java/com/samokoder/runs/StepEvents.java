package com.samokoder.runs;

import com.samokoder.agents.ContextReport;
import com.samokoder.agents.Step;
import com.samokoder.agents.StepListener;
import com.samokoder.files.PathGlob;
import com.samokoder.files.ProjectPath;
import com.samokoder.files.checks.CheckReport;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Collects what the agent of one step says between two writes to the log. Pieces that follow each
 * other become one event, so that ten thousand tiny pieces are a few rows; when the log cannot be
 * written for long, pieces are counted instead of kept.
 */
final class StepEvents implements StepListener {
    private static final int LONGEST_EVENT = 16_384;
    private static final int MOST_CHARACTERS = 262_144;

    /** NUL and halves of characters: JSON can say them, the database cannot keep them. */
    private static final Pattern UNSTORABLE = Pattern.compile("[\\x00\\p{Cs}]");

    private final Step step;
    private final List<LogEntry> events = new ArrayList<>();
    private final StringBuilder piece = new StringBuilder();
    private @Nullable ProjectPath piecePath;
    private int held;
    private long dropped;

    StepEvents(Step step) {
        this.step = step;
    }

    @Override
    public synchronized void text(String delta) {
        addPiece(null, delta);
    }

    @Override
    public synchronized void fileStarted(ProjectPath path) {
        add("file.started", Map.of("path", path.value()));
    }

    @Override
    public synchronized void editStarted(ProjectPath path) {
        add("file.started", Map.of("path", path.value(), "edit", true));
    }

    @Override
    public synchronized void fileDelta(ProjectPath path, String delta) {
        addPiece(path, delta);
    }

    /** Says nothing: {@code file.written} is told when the step is committed. */
    @Override
    public synchronized void fileFinished(ProjectPath path) {
        closePiece();
    }

    @Override
    public synchronized void retried(String reason) {
        add("step.retried", Map.of("reason", reason));
    }

    @Override
    public synchronized void context(ContextReport report) {
        add("step.context", Map.of("context", report));
    }

    @Override
    public synchronized void checked(CheckReport report) {
        add("checks.completed", CheckVerdict.of(report).event());
    }

    @Override
    public synchronized void fileRejected(String path, String reason) {
        add("file.rejected", Map.of("path", path, "reason", reason));
    }

    /** As the database tells of what it keeps out of a version. */
    @Override
    public synchronized void fileLocked(ProjectPath path, PathGlob lock) {
        add(
                "file.rejected",
                Map.of("path", path.value(), "reason", "locked", "lock", lock.value()));
    }

    /** Everything since the last time, in order; half a character waits for its other half. */
    synchronized List<LogEntry> drain() {
        var path = piecePath;
        int last = piece.length() - 1;
        boolean half = last >= 0 && Character.isHighSurrogate(piece.charAt(last));
        var rest = half ? piece.substring(last) : "";
        if (half) {
            piece.setLength(last);
        }
        closePiece();
        piece.append(rest);
        piecePath = half ? path : null;
        return takeEvents();
    }

    private List<LogEntry> takeEvents() {
        if (dropped > 0) {
            events.add(event("agent.delta", Map.of("text", "", "dropped_characters", dropped)));
            dropped = 0;
        }
        var taken = List.copyOf(events);
        events.clear();
        held = piece.length();
        return taken;
    }

    private void addPiece(@Nullable ProjectPath path, String delta) {
        if (held + delta.length() > MOST_CHARACTERS) {
            dropped += delta.length();
            return;
        }
        boolean other = path == null ? piecePath != null : !path.equals(piecePath);
        if (other || piece.length() + delta.length() > LONGEST_EVENT) {
            closePiece();
        }
        piecePath = path;
        piece.append(delta);
        held += delta.length();
    }

    private void closePiece() {
        if (!piece.isEmpty()) {
            var text = UNSTORABLE.matcher(piece).replaceAll("\uFFFD");
            events.add(
                    piecePath == null
                            ? event("agent.delta", Map.of("text", text))
                            : event("file.delta", Map.of("path", piecePath.value(), "text", text)));
            piece.setLength(0);
        }
        piecePath = null;
    }

    private void add(String type, Map<String, Object> data) {
        closePiece();
        events.add(event(type, data));
    }

    private LogEntry event(String type, Map<String, Object> data) {
        return new LogEntry(type, step.id(), step.agent().word(), data);
    }
}
