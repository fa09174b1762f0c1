package com.samokoder.agents;

import com.samokoder.llm.FinishReason;

import java.util.function.Function;

/** Reads answers that are one JSON object. */
final class JsonReader<T> implements AnswerReader<T> {
    private final StepListener listener;
    private final Function<String, T> reading;
    private final StringBuilder text = new StringBuilder();

    JsonReader(StepListener listener, Function<String, T> reading) {
        this.listener = listener;
        this.reading = reading;
    }

    @Override
    public void accept(String delta) {
        text.append(delta);
        listener.text(delta);
    }

    @Override
    public T finish(FinishReason reason) {
        var answer = text.toString();
        text.setLength(0);
        try {
            return reading.apply(answer);
        } catch (UnusableAnswer unusable) {
            if (reason == FinishReason.LENGTH) {
                throw UnusableAnswer.because(
                        AnswerProblem.of("cut_off"),
                        "Send the whole JSON object again, shorter, and nothing else.");
            }
            throw unusable;
        }
    }
}
