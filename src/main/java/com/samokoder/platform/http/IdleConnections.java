package com.samokoder.platform.http;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Connections at rest. The last that came goes first, so that those that a rush has left behind
 * grow old; of too many the newest is not kept.
 */
final class IdleConnections {
    private final int most;
    private final long keptNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Origin, Deque<OpenConnection>> resting = new HashMap<>();
    private int count;
    private boolean closed;

    IdleConnections(HttpProperties properties) {
        this.most = properties.idleConnections();
        this.keptNanos = properties.keepAlive().toNanos();
    }

    /** One that is as good as new, or null. */
    @Nullable OpenConnection take(Origin origin) {
        long now = System.nanoTime();
        var connection = poll(origin);
        while (connection != null && connection.isStale(now)) {
            connection.close();
            connection = poll(origin);
        }
        return connection;
    }

    private @Nullable OpenConnection poll(Origin origin) {
        lock.lock();
        try {
            var deque = resting.get(origin);
            if (deque == null) {
                return null;
            }
            var connection = deque.pollFirst();
            count -= connection == null ? 0 : 1;
            return connection;
        } finally {
            lock.unlock();
        }
    }

    void give(OpenConnection connection) {
        connection.rest(System.nanoTime());
        if (!keep(connection)) {
            connection.close();
        }
    }

    private boolean keep(OpenConnection connection) {
        lock.lock();
        try {
            if (closed || count >= most) {
                return false;
            }
            count++;
            resting.computeIfAbsent(connection.origin(), _ -> new ArrayDeque<>())
                    .addFirst(connection);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Closes those that have rested for too long. */
    void tidy(long now) {
        removed(now, keptNanos).forEach(OpenConnection::close);
    }

    private List<OpenConnection> removed(long now, long rested) {
        var old = new ArrayList<OpenConnection>();
        lock.lock();
        try {
            for (var deque : resting.values()) {
                while (!deque.isEmpty() && deque.getLast().restedFor(rested, now)) {
                    old.add(deque.removeLast());
                }
            }
            resting.values().removeIf(Deque::isEmpty);
            count -= old.size();
        } finally {
            lock.unlock();
        }
        return old;
    }

    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        removed(System.nanoTime(), 0).forEach(OpenConnection::close);
    }
}
