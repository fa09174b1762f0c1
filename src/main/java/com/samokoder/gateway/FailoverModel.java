package com.samokoder.gateway;

import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.platform.errors.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Asks the next of the user's own choices when one is throttled, empty, overloaded or not there, as
 * long as the caller has seen nothing of the answer. Choices that are known to be over their limit
 * are passed over; when all are, the one that comes back first says when.
 */
final class FailoverModel implements ChatModel {
    private final List<Choice> choices;
    private final Circuit circuit;
    private final AttemptListener listener;

    /** A route, and the model behind it with everything that an attempt passes. */
    record Choice(Route route, ChatModel model) {}

    FailoverModel(List<Choice> choices, Circuit circuit, AttemptListener listener) {
        this.choices = choices;
        this.circuit = circuit;
        this.listener = listener;
    }

    @Override
    public ModelId id() {
        return choices.getFirst().model().id();
    }

    @Override
    public void stream(ChatRequest request, Cancellation cancellation, Consumer<ChatEvent> events) {
        var begun = new Begun(events);
        ProviderFailure last = null;
        for (var choice : choices) {
            var leftOut = circuit.leftOut(choice.route());
            if (leftOut != null) {
                last = sooner(last, leftOut);
                continue;
            }
            try {
                tell(choice.route());
                choice.model().stream(request, cancellation, begun);
                return;
            } catch (ProviderFailure failure) {
                if (begun.any() || !mayServeElsewhere(failure)) {
                    throw failure;
                }
                last = sooner(last, failure);
            }
        }
        throw Objects.requireNonNull(last);
    }

    private void tell(Route route) {
        var key = route.key();
        listener.attempting(route.model(), key == null ? null : key.id().value());
    }

    /** A refused key is the user's to repair; using another in silence would hide that. */
    private static boolean mayServeElsewhere(ProviderFailure failure) {
        return failure.retryable() || failure.code() == ErrorCode.PROVIDER_QUOTA_EXHAUSTED;
    }

    /** Of two failures the one that gives more hope. */
    private static ProviderFailure sooner(@Nullable ProviderFailure one, ProviderFailure other) {
        if (one == null || one.retryable() != other.retryable()) {
            return one == null || other.retryable() ? other : one;
        }
        var first = one.retryAfter();
        var second = other.retryAfter();
        return first != null && second != null && first.compareTo(second) <= 0 ? one : other;
    }
}
