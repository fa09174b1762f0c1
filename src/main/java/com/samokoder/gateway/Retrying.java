package com.samokoder.gateway;

import com.samokoder.llm.ChatModel;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.Random;

/** Puts the retries around a model. */
@Component
class Retrying {
    /** A client waits for an answer, and its own library tries again when told to. */
    private static final Duration FOR_CLIENTS = Duration.ofSeconds(3);

    private final Backoff backoff;
    private final Backoff clients;
    private final Pause pause;

    Retrying(Pause pause) {
        var random = new Random();
        this.backoff = new Backoff(random);
        this.clients = new Backoff(random, FOR_CLIENTS);
        this.pause = pause;
    }

    ChatModel retried(ChatModel model, ModelWish wish) {
        return new RetriedModel(model, wish.client() == null ? backoff : clients, pause);
    }
}
