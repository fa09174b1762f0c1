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
import com.samokoder.usage.Estimate;
import com.samokoder.usage.Reservation;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Reserves money for each attempt before it leaves, and writes its ledger row when it ends, before
 * the caller sees the end, so that a bad parse upstream is still paid for. Where a budget runs low,
 * the answer becomes shorter before the call is refused.
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
        var attempt =
                new Attempt(
                        books.open(estimate(request)), new SpentTokens(tokens, request), events);
        try {
            model.stream(attempt.affordable(request), cancellation, attempt);
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

    /** A client that names a limit gets all of it or nothing. */
    private Estimate estimate(ChatRequest request) {
        long input = tokens.countInput(request);
        var wire = request.wire();
        if (wire == null) {
            return Estimate.upTo(id(), input, request.maxOutputTokens());
        }
        if (!wire.writes()) {
            return Estimate.stated(id(), input, 0);
        }
        return request.isLimited()
                ? Estimate.stated(id(), input, request.maxOutputTokens())
                : Estimate.unstated(id(), input);
    }

    /** One attempt; ends once. */
    private final class Attempt implements Consumer<ChatEvent> {
        private final Reservation reservation;
        private final long begun = clock.millis();
        private final SpentTokens spent;
        private final Consumer<ChatEvent> events;
        private @Nullable Long firstTokenMillis;
        private @Nullable String finishReason;
        private boolean ended;
        private boolean neverBegan;

        Attempt(Reservation reservation, SpentTokens spent, Consumer<ChatEvent> events) {
            this.reservation = reservation;
            this.spent = spent;
            this.events = events;
        }

        ChatRequest affordable(ChatRequest request) {
            var most = reservation.maxOutput();
            if (most == null) {
                return request;
            }
            return request.isLimited() && most >= request.maxOutputTokens()
                    ? request
                    : request.withMaxOutputTokens(Math.toIntExact(most));
        }

        @Override
        public void accept(ChatEvent event) {
            if (firstTokenMillis == null) {
                firstTokenMillis = sinceBegun();
            }
            switch (event) {
                case ChatEvent.TextDelta(String text) -> spent.text(text);
                case ChatEvent.ReasoningDelta(String text) -> spent.reasoning(text);
                case ChatEvent.Piece _ -> spent.piece();
                case ChatEvent.Finished finished -> {
                    finishReason = finished.reason().name().toLowerCase(Locale.ROOT);
                    end("ok", finished.usage());
                }
            }
            events.accept(event);
        }

        /** The listener failed, if the call has not ended otherwise. */
        void abandon() {
            if (ended) {
                return;
            }
            if (neverBegan) {
                books.cancel(reservation);
            } else {
                end("abandoned", spent.counted());
            }
        }

        void end(String outcome, TokenUsage usage) {
            if (ended) {
                return;
            }
            ended = true;
            books.close(
                    reservation,
                    id(),
                    new Bookkeeping.Ending(
                            usage, outcome, finishReason, firstTokenMillis, sinceBegun()));
        }

        private long sinceBegun() {
            return Math.max(0, clock.millis() - begun);
        }
    }
}
