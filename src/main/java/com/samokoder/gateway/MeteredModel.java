package com.samokoder.gateway;

import com.samokoder.llm.CallCancelled;
import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.llm.TokenCounting;
import com.samokoder.llm.TokenUsage;
import com.samokoder.platform.errors.ApiException;

import java.time.Clock;
import java.util.function.Consumer;

/**
 * Writes one ledger row per attempt when it ends, before the caller sees the end, so that a bad
 * parse upstream is still paid for.
 */
final class MeteredModel implements ChatModel {
    private final ChatModel model;
    private final Bookkeeping books;
    private final TokenCounting tokens;
    private final Clock clock;

    MeteredModel(ChatModel model, Bookkeeping books, TokenCounting tokens, Clock clock) {
        this.model = model;
        this.books = books;
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public ModelId id() {
        return model.id();
    }

    @Override
    public void stream(ChatRequest request, Cancellation cancellation, Consumer<ChatEvent> events) {
        var attempt = new Attempt(new SpentTokens(tokens, request), events);
        try {
            model.stream(request, cancellation, attempt);
        } catch (ProviderFailure failure) {
            attempt.end(failure.code().code(), attempt.spent.after(failure));
            throw failure;
        } catch (CallCancelled cancelled) {
            attempt.end("cancelled", attempt.spent.after(cancelled));
            throw cancelled;
        } catch (ApiException refusedHere) {
            attempt.neverBegan |= attempt.spent.nothing();
            throw refusedHere;
        } finally {
            attempt.abandon();
        }
    }

    /** One attempt; ends once. */
    private final class Attempt implements Consumer<ChatEvent> {
        private final long begun = clock.millis();
        private final SpentTokens spent;
        private final Consumer<ChatEvent> events;
        private boolean ended;
        private boolean neverBegan;

        Attempt(SpentTokens spent, Consumer<ChatEvent> events) {
            this.spent = spent;
            this.events = events;
        }

        @Override
        public void accept(ChatEvent event) {
            switch (event) {
                case ChatEvent.TextDelta(String text) -> spent.text(text);
                case ChatEvent.ReasoningDelta(String text) -> spent.reasoning(text);
                case ChatEvent.Finished finished -> end("ok", finished.usage());
            }
            events.accept(event);
        }

        /** The listener failed, if the call has not ended otherwise. */
        void abandon() {
            if (!ended && !neverBegan) {
                end("abandoned", spent.counted());
            }
        }

        void end(String outcome, TokenUsage usage) {
            if (ended) {
                return;
            }
            ended = true;
            books.write(id(), usage, outcome, Math.max(0, clock.millis() - begun));
        }
    }
}
