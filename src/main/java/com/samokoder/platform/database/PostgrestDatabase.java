package com.samokoder.platform.database;

import com.samokoder.platform.database.RpcFailure.Outcome;
import com.samokoder.platform.http.OriginHttp;
import com.samokoder.platform.http.OriginHttp.Answer;
import com.samokoder.platform.secrets.Secret;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The port over PostgREST. Each call is one request and, there, one transaction. A call that did
 * nothing is made again; one whose outcome nobody knows only where the schema says that a second
 * call changes nothing.
 */
final class PostgrestDatabase implements Database {
    private static final int ATTEMPTS = 3;
    private static final int PAUSE_MILLIS = 150;

    private final OriginHttp http;
    private final RpcRequests requests;
    private final RpcFailures failures;
    private final Conversion conversion;
    private final Lanes lanes;
    private volatile Set<String> repeatable = Set.of();

    PostgrestDatabase(OriginHttp http, RpcRequests requests, JsonMapper json, Lanes lanes) {
        this.http = http;
        this.requests = requests;
        this.failures = new RpcFailures(json);
        this.conversion = new Conversion(json);
        this.lanes = lanes;
    }

    /** From now on these functions are called again where an answer got lost. */
    void repeat(Set<String> functions) {
        repeatable = Set.copyOf(functions);
    }

    @Override
    public Optional<JsonNode> call(Caller caller, String function, Map<String, ?> arguments) {
        var token = requests.token(caller);
        var body = conversion.object(arguments);
        long deadline = System.nanoTime() + lanes.limit().toNanos();
        for (int attempt = 1; ; attempt++) {
            var result = callOnce(caller, token, function, body);
            var failure = result.failure();
            if (failure == null) {
                return result.answer();
            }
            boolean again = mayRepeat(failure.outcome(), function) && attempt < ATTEMPTS;
            if (!again || System.nanoTime() > deadline || !pause(attempt)) {
                throw failure.reported();
            }
        }
    }

    private boolean mayRepeat(Outcome outcome, String function) {
        return switch (outcome) {
            case NOTHING_DONE -> true;
            case UNKNOWN -> repeatable.contains(function);
            case FINAL -> false;
        };
    }

    private Result callOnce(
            Caller caller, Optional<Secret> token, String function, byte[] arguments) {
        var lane = caller instanceof Caller.Service ? lanes.service() : lanes.users();
        try {
            if (!lane.tryAcquire(lanes.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                return Result.of(
                        RpcFailure.unavailable(Outcome.FINAL, "too many calls are under way"));
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Result.of(RpcFailure.unavailable(Outcome.FINAL, "interrupted"));
        }
        try {
            var request = requests.build(caller, token, function, arguments);
            return read(function, token.isPresent(), http.send(request, lanes.limit()));
        } catch (IOException failure) {
            return Result.of(failures.of(failure));
        } finally {
            lane.release();
        }
    }

    private Result read(String function, boolean userToken, Answer answer) {
        if (!failures.answered(answer)) {
            return Result.of(failures.of(function, userToken, answer));
        }
        try {
            var text = new String(answer.body(), StandardCharsets.UTF_8);
            return new Result(conversion.answer(text), null);
        } catch (JacksonException html) {
            return Result.of(failures.of(function, userToken, answer));
        }
    }

    private static boolean pause(int attempt) {
        try {
            int longest = PAUSE_MILLIS << attempt;
            Thread.sleep(ThreadLocalRandom.current().nextInt(longest / 2, longest));
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public <T> Optional<T> find(
            Caller caller, String function, Map<String, ?> arguments, Class<T> type) {
        return conversion.object(call(caller, function, arguments), type);
    }

    @Override
    public <T> T get(Caller caller, String function, Map<String, ?> arguments, Class<T> type) {
        return conversion.required(call(caller, function, arguments), type);
    }

    @Override
    public <T> List<T> list(
            Caller caller, String function, Map<String, ?> arguments, Class<T> type) {
        return conversion.list(call(caller, function, arguments), type);
    }

    private record Result(Optional<JsonNode> answer, @Nullable RpcFailure failure) {
        static Result of(RpcFailure failure) {
            return new Result(Optional.empty(), failure);
        }
    }

    /**
     * How many calls at once: users' apart from the service's, so that neither waits for the other,
     * and few, because behind PostgREST is a small pool.
     *
     * @param patience how long a call waits for its turn
     * @param limit how long one request may take
     */
    record Lanes(Semaphore users, Semaphore service, Duration patience, Duration limit) {
        static Lanes of(DatabaseProperties properties) {
            return new Lanes(
                    new Semaphore(properties.userPoolSize(), true),
                    new Semaphore(properties.workerPoolSize(), true),
                    properties.connectionTimeout(),
                    properties.statementTimeout().plus(properties.connectionTimeout()));
        }
    }
}
