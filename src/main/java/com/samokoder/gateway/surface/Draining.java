package com.samokoder.gateway.surface;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import java.time.Duration;

/**
 * Lets calls end when the process stops, and sends new ones elsewhere. Those that take too long are
 * ended: their clients are told so, and pay for what they got.
 */
@Component
final class Draining implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Draining.class);
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    /** After the workers, who hand back their runs at once; before the web server. */
    private static final int PHASE = Integer.MAX_VALUE - 512;

    private final CallSlots slots;
    private final Attendance attendance;
    private final GatewayProperties properties;
    private volatile boolean running;

    Draining(CallSlots slots, Attendance attendance, GatewayProperties properties) {
        this.slots = slots;
        this.attendance = attendance;
        this.properties = properties;
    }

    @Override
    public void start() {
        slots.open();
        running = true;
    }

    /** The workers stop first, which takes its time. */
    @EventListener(ContextClosedEvent.class)
    void refuse() {
        slots.close();
    }

    @Override
    public void stop() {
        slots.close();
        running = false;
        if (slots.awaitNone(properties.drain())) {
            return;
        }
        LOG.warn("{} calls did not end in time and are ended", slots.taken());
        attendance.cancelAll();
        slots.awaitNone(FAREWELL);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
