package com.samokoder.gateway.surface;

import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Writes an answer to its client, on the request's own thread and as it comes. The last bytes wait
 * until the call is in the ledger. A client that is gone, or has stopped reading, cancels the call.
 */
final class ClientAnswer implements Consumer<ChatEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(ClientAnswer.class);
    private static final int BUFFER = 2 * 1024;

    private final HttpServletResponse response;
    private final boolean stream;
    private final Cancellation cancellation;

    /** Signs of life come from another thread. */
    private final ReentrantLock writing = new ReentrantLock();

    private volatile byte @Nullable [] held;
    private volatile boolean begun;
    private volatile long writtenAt = System.nanoTime();

    ClientAnswer(HttpServletResponse response, boolean stream, Cancellation cancellation) {
        this.response = response;
        this.stream = stream;
        this.cancellation = cancellation;
    }

    @Override
    public void accept(ChatEvent event) {
        writing.lock();
        try {
            take(event);
        } finally {
            writing.unlock();
        }
    }

    private void take(ChatEvent event) {
        switch (event) {
            case ChatEvent.Piece(var bytes, var offset, var length, var last) -> {
                if (stream) {
                    begin();
                }
                if (last) {
                    held = Arrays.copyOfRange(bytes, offset, offset + length);
                } else {
                    write(bytes, offset, length);
                }
            }
            case ChatEvent.Finished _ -> end();
            case ChatEvent.TextDelta _, ChatEvent.ReasoningDelta _ -> {
                // Not of the kind that was asked for.
            }
        }
    }

    /** Whether part of the answer is on its way, so that its status cannot be changed. */
    boolean begun() {
        return begun;
    }

    /** Whether a begun stream has been silent for as long. */
    boolean isSilent(long nanos) {
        return begun && stream && held == null && System.nanoTime() - writtenAt >= nanos;
    }

    /** Writes something between two events, unless one is being written. */
    void signOfLife(byte[] sign) {
        if (!writing.tryLock()) {
            return;
        }
        try {
            if (held == null) {
                write(sign, 0, sign.length);
            }
        } finally {
            writing.unlock();
        }
    }

    /** Answers at once. */
    void whole(byte[] answer) {
        held = answer;
        end();
    }

    /** Nobody reads the answer; whoever keeps answers must not keep this one. */
    void abandon() {
        if (!begun) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    /** Ends a begun stream with an event. */
    void endWith(byte[] event) {
        writing.lock();
        try {
            send(event, 0, event.length);
        } finally {
            writing.unlock();
        }
    }

    private void begin() {
        if (begun) {
            return;
        }
        begun = true;
        response.setStatus(HttpServletResponse.SC_OK);
        if (stream) {
            response.setBufferSize(BUFFER);
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            // Asks nginx not to collect the stream before passing it on.
            response.setHeader("X-Accel-Buffering", "no");
        } else {
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        }
    }

    private void end() {
        var last = held;
        if (last == null) {
            return;
        }
        if (!stream) {
            begin();
            response.setContentLength(last.length);
        }
        write(last, 0, last.length);
    }

    private void write(byte[] bytes, int offset, int length) {
        if (!cancellation.isCancelled()) {
            send(bytes, offset, length);
        }
    }

    private void send(byte[] bytes, int offset, int length) {
        try {
            var out = response.getOutputStream();
            out.write(bytes, offset, length);
            out.flush();
            writtenAt = System.nanoTime();
        } catch (IOException gone) {
            LOG.debug("The client went away: {}", gone.getMessage());
            cancellation.cancel();
        }
    }
}
