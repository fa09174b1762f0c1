package com.samokoder.runs;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Writes the wire form of server-sent events. */
final class EventWriter {
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final OutputStream out;
    private final JsonMapper json;
    private Instant lastWrite;
    private boolean dirty;

    EventWriter(OutputStream out, JsonMapper json, Instant now) {
        this.out = out;
        this.json = json;
        this.lastWrite = now;
    }

    /** How long the client is to wait before it connects again. */
    void retry(int millis) throws IOException {
        write("retry: " + millis + "\n\n");
    }

    void event(RunEvent event) throws IOException {
        write("id: " + event.seq() + "\n");
        unnumbered(event);
    }

    /** An event that is not of the log: the client does not go on after it. */
    void unnumbered(RunEvent event) throws IOException {
        write("event: " + event.type() + "\ndata: " + json.writeValueAsString(event) + "\n\n");
    }

    /** A comment where nothing was sent for long, so that nobody in between hangs up. */
    void keepAlive(Instant now) throws IOException {
        if (Duration.between(lastWrite, now).compareTo(SILENCE) >= 0) {
            write(": still here\n\n");
            flush(now);
        }
    }

    void flush(Instant now) throws IOException {
        if (dirty) {
            out.flush();
            lastWrite = now;
            dirty = false;
        }
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        dirty = true;
    }
}
