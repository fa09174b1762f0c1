package com.samokoder.gateway;

import com.samokoder.llm.ChatModel;

import org.springframework.stereotype.Component;

import java.util.Random;

/** Puts the retries around a model. */
@Component
class Retrying {
    private final Backoff backoff;
    private final Pause pause;

    Retrying(Pause pause) {
        this.backoff = new Backoff(new Random());
        this.pause = pause;
    }

    ChatModel retried(ChatModel model) {
        return new RetriedModel(model, backoff, pause);
    }
}
