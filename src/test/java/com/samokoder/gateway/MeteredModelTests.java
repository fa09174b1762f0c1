package com.samokoder.gateway;

import static com.samokoder.gateway.Attempts.USAGE;
import static com.samokoder.gateway.Attempts.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.auth.UserId;
import com.samokoder.llm.CallCancelled;
import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatMessage;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.TokenCounting;
import com.samokoder.llm.TokenUsage;
import com.samokoder.llm.TokenUsage.Source;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.usage.BudgetGuard;
import com.samokoder.usage.Estimate;
import com.samokoder.usage.Payer;
import com.samokoder.usage.Reservation;
import com.samokoder.usage.UsageLedger.Call;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

class MeteredModelTests {
    private static final UserId PAYER = new UserId(new UUID(0, 1));
    private static final UUID KEY = new UUID(0, 2);
    private static final UUID RUN = new UUID(0, 3);
    private static final ChatRequest REQUEST =
            new ChatRequest(List.of(ChatMessage.user("a b c")), 100, null, Map.of());

    private final Attempts attempts = new Attempts();
    private final List<Call> ledger = new ArrayList<>();
    private final List<BigDecimal> told = new ArrayList<>();
    private final Purse budgets = new Purse();

    @Test
    void chargesBeforeTheCallerSeesTheEnd() {
        attempts.answers("hi");
        var rowsAtTheEnd = new ArrayList<Integer>();
        stream(event -> {
            if (event instanceof ChatEvent.Finished) {
                rowsAtTheEnd.add(ledger.size());
            }
        });
        assertThat(rowsAtTheEnd).containsExactly(1);
        assertThat(told).containsExactly(BigDecimal.TEN);
        var call = ledger.getFirst();
        assertThat(call.usage()).isEqualTo(USAGE);
        assertThat(call.outcome()).isEqualTo("ok");
        assertThat(call.keyId()).isEqualTo(KEY);
        assertThat(call.runId()).isEqualTo(RUN);
        assertThat(call.agent()).isEqualTo("developer");
    }

    @Test
    void chargesEvenWhenTheListenerFails() {
        attempts.answers("hi");
        assertThatThrownBy(() ->
                        stream(event -> {
                            if (event instanceof ChatEvent.Finished) {
                                throw new IllegalStateException("cannot parse");
                            }
                        }))
                .hasMessage("cannot parse");
        assertThat(ledger).extracting(Call::usage).containsExactly(USAGE);
    }

    @Test
    void estimatesWhatAListenerAbandoned() {
        attempts.answers("one two");
        assertThatThrownBy(() ->
                        stream(_ -> {
                            throw new IllegalStateException("enough");
                        }))
                .hasMessage("enough");
        assertThat(ledger.getFirst().outcome()).isEqualTo("abandoned");
        assertThat(ledger.getFirst().usage())
                .isEqualTo(new TokenUsage(5, 0, 0, 7, 0, Source.ESTIMATED));
    }

    @Test
    void aRefusedRequestCostsNothing() {
        attempts.fails(failure(ErrorCode.PROVIDER_KEY_INVALID, 401, null));
        assertThatThrownBy(() -> stream(_ -> {}));
        assertThat(ledger.getFirst().outcome()).isEqualTo("provider_key_invalid");
        assertThat(ledger.getFirst().usage())
                .isEqualTo(new TokenUsage(0, 0, 0, 0, 0, Source.ESTIMATED));
    }

    @Test
    void silenceIsNotTakenForFree() {
        attempts.fails(failure(ErrorCode.PROVIDER_TIMEOUT, 0, null));
        assertThatThrownBy(() -> stream(_ -> {}));
        assertThat(ledger.getFirst().usage().source()).isEqualTo(Source.UNAVAILABLE);
    }

    @Test
    void believesTheAdapterAboutABrokenAnswer() {
        var usage = new TokenUsage(9, 1, 1, 4, 0, Source.MEASURED);
        var cut = failure(ErrorCode.PROVIDER_UNAVAILABLE, 0, null).withUsage(usage);
        attempts.breaksOff("half", cut);
        assertThatThrownBy(() -> stream(_ -> {})).isSameAs(cut);
        assertThat(ledger).extracting(Call::usage).containsExactly(usage);
    }

    @Test
    void countsACancelledAnswer() {
        attempts.breaksOff("half", new CallCancelled());
        assertThatThrownBy(() -> stream(_ -> {})).isInstanceOf(CallCancelled.class);
        assertThat(ledger.getFirst().outcome()).isEqualTo("cancelled");
        assertThat(ledger.getFirst().usage())
                .isEqualTo(new TokenUsage(5, 0, 0, 4, 0, Source.ESTIMATED));
    }

    @Test
    void aCallThatNeverLeftHasNoRow() {
        attempts.fails(ApiException.of(ErrorCode.KEY_UNREADABLE));
        assertThatThrownBy(() -> stream(_ -> {})).isInstanceOf(ApiException.class);
        assertThat(ledger).isEmpty();
        assertThat(budgets.released).hasSize(1);
    }

    @Test
    void reservesBeforeTheCallLeaves() {
        attempts.answers("hi");
        stream(_ -> {});
        assertThat(budgets.reserved).containsExactly(Estimate.upTo(Attempts.MODEL, 5, 100));
        assertThat(budgets.released).isEmpty();
    }

    @Test
    void aBudgetThatIsUsedUpKeepsTheCallAtHome() {
        budgets.refusal = ApiException.of(ErrorCode.BUDGET_EXCEEDED);
        attempts.answers("hi");
        assertThatThrownBy(() -> stream(_ -> {})).isSameAs(budgets.refusal);
        assertThat(attempts.made).isZero();
        assertThat(ledger).isEmpty();
    }

    @Test
    void aLedgerThatCannotWriteStopsTheCall() {
        attempts.answers("hi");
        var broken = ApiException.of(ErrorCode.UNAVAILABLE);
        var seen = new ArrayList<ChatEvent>();
        var model =
                new MeteredModel(
                        attempts,
                        new Bookkeeping(
                                budgets,
                                (_, _) -> {
                                    throw broken;
                                },
                                wish(),
                                KEY),
                        new Characters(),
                        Clock.systemUTC());
        assertThatThrownBy(() -> model.stream(REQUEST, new Cancellation(), seen::add))
                .isSameAs(broken);
        assertThat(seen).noneMatch(ChatEvent.Finished.class::isInstance);
    }

    private void stream(Consumer<ChatEvent> listener) {
        var books =
                new Bookkeeping(
                        budgets,
                        (reservation, call) -> {
                            assertThat(reservation.payer().user()).isEqualTo(PAYER);
                            ledger.add(call);
                            return BigDecimal.TEN;
                        },
                        wish(),
                        KEY);
        new MeteredModel(attempts, books, new Characters(), Clock.systemUTC())
                .stream(REQUEST, new Cancellation(), listener);
    }

    private ModelWish wish() {
        return new ModelWish(
                PAYER,
                null,
                null,
                KEY,
                null,
                RUN,
                "write",
                "developer",
                null,
                (_, _, cost) -> told.add(cost));
    }

    /** Counts characters, so that tests can count along. */
    private static final class Characters implements TokenCounting {
        @Override
        public long count(CharSequence text) {
            return text.length();
        }

        @Override
        public long countInput(ChatRequest request) {
            return request.messages().stream().mapToLong(message -> count(message.content())).sum();
        }
    }

    /** Remembers what was reserved and given back. */
    private static final class Purse implements BudgetGuard {
        private final List<Estimate> reserved = new ArrayList<>();
        private final List<Reservation> released = new ArrayList<>();
        private ApiException refusal;

        @Override
        public Reservation reserve(Payer payer, Estimate estimate) {
            if (refusal != null) {
                throw refusal;
            }
            reserved.add(estimate);
            return Reservation.unlimited(new UUID(1, reserved.size()), payer);
        }

        @Override
        public void release(Reservation reservation) {
            released.add(reservation);
        }
    }
}
