package com.samokoder.platform.database;

import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import javax.sql.DataSource;

/** {@code LISTEN} on one connection of its own, opened anew whenever it breaks. */
final class JdbcNotifications implements DatabaseNotifications, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcNotifications.class);
    private static final int WAIT_MILLIS = 500;
    private static final long RECONNECT_MILLIS = 1_000;

    private final DataSource source;
    private final Map<String, CopyOnWriteArrayList<Consumer<String>>> listeners =
            new ConcurrentHashMap<>();
    private volatile boolean running;
    private volatile boolean channelsChanged;

    JdbcNotifications(DataSource source) {
        this.source = source;
    }

    @Override
    public AutoCloseable subscribe(String channel, Consumer<String> listener) {
        if (!channel.matches("[a-z_]+")) {
            throw new IllegalArgumentException("not a channel: " + channel);
        }
        listeners.computeIfAbsent(channel, _ -> new CopyOnWriteArrayList<>()).add(listener);
        channelsChanged = true;
        return () -> listeners.getOrDefault(channel, new CopyOnWriteArrayList<>()).remove(listener);
    }

    @Override
    public void start() {
        running = true;
        Thread.ofVirtual().name("database-notifications").start(this::listenForever);
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void listenForever() {
        while (running) {
            try {
                listenUntilBroken();
            } catch (SQLException broken) {
                LOG.debug("Listening again after SQLSTATE {}", broken.getSQLState());
                pause();
            }
        }
    }

    private void listenUntilBroken() throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            channelsChanged = true;
            while (running) {
                if (channelsChanged) {
                    channelsChanged = false;
                    for (String channel : listeners.keySet()) {
                        statement.execute("listen " + channel);
                    }
                }
                deliver(connection.unwrap(PGConnection.class));
            }
        }
    }

    private void deliver(PGConnection connection) throws SQLException {
        var notifications = connection.getNotifications(WAIT_MILLIS);
        if (notifications == null) {
            return;
        }
        for (var notification : notifications) {
            listeners
                    .getOrDefault(notification.getName(), new CopyOnWriteArrayList<>())
                    .forEach(listener -> listener.accept(notification.getParameter()));
        }
    }

    private void pause() {
        try {
            Thread.sleep(RECONNECT_MILLIS);
        } catch (InterruptedException stopping) {
            running = false;
        }
    }
}
