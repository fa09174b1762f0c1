package com.samokoder.gateway.surface;

import com.samokoder.llm.Cancellation;
import com.samokoder.llm.WireForm;
import com.samokoder.platform.web.ClientConnection;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks now and then whether the clients of all calls under way are still there, and cancels the
 * calls of those who left: a model that thinks for a minute would otherwise be paid to the end.
 * Streams that are silent get a sign of life, as their protocols allow.
 */
@Component
final class Attendance implements DisposableBean {
    private static final byte[] COMMENT = ascii(": keep-alive\n\n");
    private static final byte[] PING = ascii("event: ping\ndata: {\"type\": \"ping\"}\n\n");

    private final GatewayProperties properties;
    private final Set<Attended> present = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService sweeper =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("gateway-attendance").factory());

    Attendance(GatewayProperties properties) {
        this.properties = properties;
        long every = properties.departureSweep().toMillis();
        // A failure would end the schedule; on a thread of its own it ends one look.
        sweeper.scheduleWithFixedDelay(
                () -> Thread.startVirtualThread(this::sweep), every, every, TimeUnit.MILLISECONDS);
    }

    /** Attends to a call until it is closed; the connection is left alone from then on. */
    Presence attend(Attended call) {
        present.add(call);
        return () -> {
            present.remove(call);
            call.leave();
        };
    }

    private void sweep() {
        long silence = properties.heartbeat().toNanos();
        for (var call : present) {
            call.cancelIfGone();
            if (call.answer.isSilent(silence)) {
                // A reader that has stopped reading must hold up nobody else.
                Thread.startVirtualThread(() -> call.answer.signOfLife(call.sign()));
            }
        }
    }

    /** Ends every call under way. */
    void cancelAll() {
        present.forEach(call -> call.cancellation.cancel());
    }

    @Override
    public void destroy() {
        sweeper.shutdownNow();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Ends the attendance. */
    interface Presence extends AutoCloseable {
        @Override
        void close();
    }

    /** A call under way. */
    static final class Attended {
        private final ClientConnection connection;
        private final ClientAnswer answer;
        private final Cancellation cancellation;
        private final WireForm form;
        private final ReentrantLock looking = new ReentrantLock();
        private boolean left;

        Attended(
                ClientConnection connection,
                ClientAnswer answer,
                Cancellation cancellation,
                WireForm form) {
            this.connection = connection;
            this.answer = answer;
            this.cancellation = cancellation;
            this.form = form;
        }

        private byte[] sign() {
            return Vendor.of(form) == Vendor.ANTHROPIC ? PING : COMMENT;
        }

        private void cancelIfGone() {
            looking.lock();
            try {
                if (!left && connection.isGone()) {
                    cancellation.cancel();
                }
            } finally {
                looking.unlock();
            }
        }

        private void leave() {
            looking.lock();
            try {
                left = true;
            } finally {
                looking.unlock();
            }
        }
    }
}
