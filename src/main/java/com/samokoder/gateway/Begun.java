package com.samokoder.gateway;

import com.samokoder.llm.ChatEvent;

import java.util.function.Consumer;

/** Whether the caller has seen anything of an answer. */
final class Begun implements Consumer<ChatEvent> {
    private final Consumer<ChatEvent> events;
    private boolean any;

    Begun(Consumer<ChatEvent> events) {
        this.events = events;
    }

    @Override
    public void accept(ChatEvent event) {
        any = true;
        events.accept(event);
    }

    boolean any() {
        return any;
    }
}
