package com.samokoder.llm.demo;

import com.samokoder.llm.CallCancelled;
import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.DemoScript;
import com.samokoder.llm.FinishReason;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderConnection;
import com.samokoder.llm.TokenUsage;
import com.samokoder.llm.WireForm;
import com.samokoder.llm.adapter.ProviderAdapter;
import com.samokoder.llm.wire.OutputTally;
import com.samokoder.llm.wire.TokenCounter;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Streams scripted answers, as a provider would. */
final class DemoAdapter implements ProviderAdapter {
    static final String PROVIDER = "demo";
    static final String MODEL = "scripted";
    private static final int DELTA = 24;

    private final DemoScript script;
    private final DemoExchange exchange;
    private final TokenCounter counter;
    private final Duration pause;

    DemoAdapter(DemoScript script, DemoExchange exchange, TokenCounter counter, Duration pause) {
        this.script = script;
        this.exchange = exchange;
        this.counter = counter;
        this.pause = pause;
    }

    @Override
    public boolean serves(String provider) {
        return PROVIDER.equals(provider);
    }

    @Override
    public boolean serves(String provider, WireForm form) {
        return DemoExchange.serves(form);
    }

    @Override
    public ChatModel open(ProviderConnection connection, String model) {
        return new Model(new ModelId(PROVIDER, model));
    }

    @Override
    public void check(ProviderConnection connection) {
        // There is no key that could be wrong.
    }

    @Override
    public List<String> list(ProviderConnection connection) {
        return List.of(MODEL);
    }

    private final class Model implements ChatModel {
        private final ModelId id;

        Model(ModelId id) {
            this.id = id;
        }

        @Override
        public ModelId id() {
            return id;
        }

        @Override
        public void stream(
                ChatRequest request, Cancellation cancellation, Consumer<ChatEvent> events) {
            var wire = request.wire();
            if (wire == null) {
                var usage =
                        tell(
                                request,
                                cancellation,
                                delta -> events.accept(new ChatEvent.TextDelta(delta)));
                events.accept(new ChatEvent.Finished(FinishReason.STOP, "scripted", usage));
                return;
            }
            var telling = exchange.telling(wire, id.name(), events);
            telling.end(tell(exchange.script(wire), cancellation, telling::delta));
        }

        private TokenUsage tell(
                ChatRequest request, Cancellation cancellation, Consumer<String> deltas) {
            var answer = script.answer(request);
            var tally = new OutputTally(counter, request);
            int start = 0;
            while (start < answer.length()) {
                requireWanted(cancellation, tally);
                int end = deltaEnd(answer, start);
                var delta = answer.substring(start, end);
                tally.text(delta);
                deltas.accept(delta);
                start = end;
            }
            requireWanted(cancellation, tally);
            return tally.usage(TokenUsage.Source.MEASURED);
        }

        private void requireWanted(Cancellation cancellation, OutputTally tally) {
            boolean interrupted = !pause();
            if (interrupted || cancellation.isCancelled()) {
                throw new CallCancelled(
                        tally.any() ? tally.usage(TokenUsage.Source.MEASURED) : null);
            }
        }

        private boolean pause() {
            try {
                Thread.sleep(pause);
                return true;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    /** Never between the halves of a character. */
    private static int deltaEnd(String answer, int start) {
        int end = Math.min(answer.length(), start + DELTA);
        return end < answer.length() && Character.isLowSurrogate(answer.charAt(end))
                ? end + 1
                : end;
    }
}
