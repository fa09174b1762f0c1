package com.samokoder.platform.database;

import java.util.function.Consumer;

/**
 * Wake-ups from the database. They may be lost (a connection breaks, a transport has none): whoever
 * listens also polls.
 */
public interface DatabaseNotifications {

    /**
     * Hands every payload sent to the channel to the listener, on a thread that must not block.
     *
     * @return ends the subscription
     */
    AutoCloseable subscribe(String channel, Consumer<String> listener);
}
