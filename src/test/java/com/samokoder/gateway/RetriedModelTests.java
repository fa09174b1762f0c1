package com.samokoder.gateway;

import static com.samokoder.gateway.Attempts.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.llm.CallCancelled;
import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatMessage;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.platform.errors.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

class RetriedModelTests {
    private static final ChatRequest REQUEST =
            new ChatRequest(List.of(ChatMessage.user("hello")), 100, null, Map.of());
    private static final ProviderFailure BUSY = failure(ErrorCode.PROVIDER_UNAVAILABLE, 529, null);

    private final Attempts attempts = new Attempts();
    private final List<Duration> waits = new ArrayList<>();
    private final List<ChatEvent> seen = new ArrayList<>();

    @Test
    void triesAgainUntilThereIsAnAnswer() {
        attempts.fails(BUSY).fails(BUSY).answers("hi");
        stream();
        assertThat(attempts.made).isEqualTo(3);
        assertThat(seen).hasSize(2);
        assertThat(waits.getFirst()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(waits.getLast()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void givesUpAfterTwoRetries() {
        attempts.fails(BUSY).fails(BUSY).fails(BUSY);
        assertThatThrownBy(this::stream).isSameAs(BUSY);
        assertThat(waits).hasSize(2);
    }

    @Test
    void doesNotRepeatWhatCannotSucceed() {
        var refused = failure(ErrorCode.PROVIDER_KEY_INVALID, 401, null);
        attempts.fails(refused);
        assertThatThrownBy(this::stream).isSameAs(refused);
        assertThat(waits).isEmpty();
    }

    @Test
    void doesNotRepeatAnAnswerThatBegan() {
        attempts.breaksOff("half", BUSY);
        assertThatThrownBy(this::stream).isSameAs(BUSY);
        assertThat(attempts.made).isEqualTo(1);
        assertThat(seen).containsExactly(new ChatEvent.TextDelta("half"));
    }

    @Test
    void waitsAsLongAsTheProviderAsks() {
        attempts.fails(failure(ErrorCode.PROVIDER_RATE_LIMITED, 429, Duration.ofSeconds(30)));
        attempts.answers("hi");
        stream();
        assertThat(waits).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void leavesALongWaitToTheCaller() {
        var throttled = failure(ErrorCode.PROVIDER_RATE_LIMITED, 429, Duration.ofSeconds(31));
        attempts.fails(throttled);
        assertThatThrownBy(this::stream).isSameAs(throttled);
        assertThat(waits).isEmpty();
    }

    @Test
    @Timeout(10)
    void aCancellationEndsTheWait() {
        attempts.fails(failure(ErrorCode.PROVIDER_RATE_LIMITED, 429, Duration.ofSeconds(30)));
        var cancellation = new Cancellation();
        var model =
                new RetriedModel(
                        attempts,
                        new Backoff(new Random(1)),
                        (wait, wish) -> {
                            Thread.startVirtualThread(cancellation::cancel);
                            new LatchPause().await(wait, wish);
                        });
        assertThatThrownBy(() -> model.stream(REQUEST, cancellation, seen::add))
                .isInstanceOf(CallCancelled.class);
        assertThat(attempts.made).isEqualTo(1);
    }

    private void stream() {
        new RetriedModel(attempts, new Backoff(new Random(1)), (wait, _) -> waits.add(wait))
                .stream(REQUEST, new Cancellation(), seen::add);
    }
}
