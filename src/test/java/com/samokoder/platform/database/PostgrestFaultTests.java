package com.samokoder.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.http.OriginHttp;
import com.samokoder.platform.json.StrictJson;
import com.samokoder.platform.secrets.Secret;
import com.samokoder.platform.supabase.SupabaseProject;
import com.samokoder.platform.supabase.SupabaseProperties;
import com.samokoder.testing.supabase.SupabaseStandIn;
import com.samokoder.testing.supabase.WireRequest;
import com.samokoder.testing.supabase.WireResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** What the client makes of a PostgREST, and of a gateway in front of it, that is in trouble. */
@ExtendWith(OutputCaptureExtension.class)
class PostgrestFaultTests {
    private static final String HTML = "<html><body>planted <b>upstream</b></body></html>";
    private static final UUID USER = new UUID(7, 7);

    private final SupabaseStandIn gateway = SupabaseStandIn.start();
    private final Queue<WireResponse> answers = new ConcurrentLinkedQueue<>();
    private final List<WireRequest> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private boolean hangsUp;
    private boolean stalls;

    @BeforeEach
    void answerByScript() {
        gateway.failWith(request -> {
            requests.add(request);
            if (stalls) {
                awaitEnd();
            }
            var next = answers.poll();
            return next == null && !hangsUp ? WireResponse.json(200, "{\"fine\":true}") : next;
        });
    }

    private void awaitEnd() {
        try {
            never.await();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() {
        never.countDown();
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 520, 522, 540})
    void aWriteIsNeverSentTwiceWhileNobodyKnowsWhetherItWasDone(int status) {
        answers.add(html(status).with("Retry-After", "0"));

        assertUnavailable(failure("write"));
        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 520})
    void whatMayBeRepeatedIsAskedAgain(int status) {
        answers.add(html(status));
        answers.add(reported(503, "PGRST001", "Database client error. Retrying the connection."));

        assertThat(database().call(Caller.service(), "read", Map.of())).isPresent();
        assertThat(requests).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "503, PGRST000",
        "503, PGRST002",
        "504, PGRST003",
        "500, 40001",
        "500, 40P01",
        "503, 53300"
    })
    void aWriteThatWasNotDoneIsSentAgain(int status, String code) {
        answers.add(reported(status, code, "later"));

        assertThat(database().call(Caller.service(), "write", Map.of())).isPresent();
        assertThat(requests).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"503, PGRST001", "503, 57P01", "503, 08006"})
    void aWriteOnALostConnectionIsNotSentAgain(int status, String code) {
        answers.add(reported(status, code, "lost"));

        assertUnavailable(failure("write"));
        assertThat(requests).hasSize(1);
    }

    @Test
    void givesUpAfterAFewAttempts() {
        for (int attempt = 0; attempt < 9; attempt++) {
            answers.add(reported(503, "PGRST002", "no schema cache"));
        }

        assertUnavailable(failure("read"));
        assertThat(requests).hasSize(3);
    }

    @Test
    void aConnectionThatEndsWithoutAnAnswerTellsNothing() {
        hangsUp = true;

        assertUnavailable(failure("write"));
        assertThat(requests).hasSize(1);
        assertUnavailable(failure("read"));
        assertThat(requests).hasSize(4);
    }

    @Test
    void anAnswerThatDoesNotComeIsNotWaitedForForEver() {
        stalls = true;
        var hasty =
                new PostgrestDatabase.Lanes(
                        new Semaphore(1), new Semaphore(1), LIMIT, Duration.ofMillis(300));

        assertUnavailable(
                failure(database(_ -> Optional.empty(), hasty), Caller.service(), "write"));
        assertThat(requests).hasSize(1);
    }

    @Test
    void aServerThatIsAwayIsUnavailable() {
        gateway.close();

        assertUnavailable(failure("write"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PGRST301", "PGRST302", "PGRST303"})
    void aTokenThatExpiredMeanwhileSendsTheUserToSignIn(String code) {
        answers.add(reported(401, code, "JWT expired"));

        assertThat(failure(Caller.user(USER), "write").code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(requests).hasSize(1);
    }

    @Test
    void aServiceKeyThatIsRefusedIsTheOperatorsMatter(CapturedOutput log) {
        answers.add(reported(401, "PGRST301", "No suitable key or wrong key type"));
        answers.add(WireResponse.json(401, "{\"message\":\"Invalid API key\"}"));

        assertUnavailable(failure("write"));
        assertUnavailable(failure("write"));
        assertThat(log.getAll()).contains("SUPABASE_SERVICE_ROLE_KEY", "refuses an API key");
    }

    @ParameterizedTest
    @CsvSource({
        "404, PGRST202, UNAVAILABLE", "300, PGRST203, UNAVAILABLE", "406, PGRST106, UNAVAILABLE",
        "400, PGRST102, INVALID_REQUEST", "401, 22023, UNAVAILABLE", "401, 42501, FORBIDDEN",
        "403, 42501, FORBIDDEN", "500, 57014, UNAVAILABLE", "404, 42883, INTERNAL",
        "500, PGRST300, INTERNAL", "400, PGRST121, INTERNAL", "409, PT409, CONFLICT",
        "200, PT200, INTERNAL", "404, PT404, NOT_FOUND", "400, 22P05, INVALID_REQUEST"
    })
    void everyCodeHasItsMeaning(int status, String code, ErrorCode meaning) {
        answers.add(reported(status, code, "words"));

        assertThat(failure("write").code()).isEqualTo(meaning);
        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"200, UNAVAILABLE", "302, UNAVAILABLE", "404, UNAVAILABLE", "413, TOO_LARGE"})
    void pagesOfSomebodyElseAreNoAnswers(int status, ErrorCode meaning) {
        answers.add(html(status).with("Location", "https://elsewhere.example/"));

        assertThat(failure("write").code()).isEqualTo(meaning);
        assertThat(requests).hasSize(1);
    }

    @Test
    void nothingThatRowsOrCredentialsSayIsRelayed(CapturedOutput log) {
        answers.add(
                WireResponse.json(
                        400,
                        "{\"code\":\"23514\",\"details\":\"Failing row contains (planted)\",\"hint\":"
                                + "\"planted\",\"message\":\"violates check\"}"));
        answers.add(html(502));

        for (int call = 0; call < 2; call++) {
            var trace = new StringWriter();
            failure(Caller.user(USER), "write").printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain("planted", "the-users-token");
        }
        assertThat(log.getAll()).doesNotContain("planted", "the-users-token");
    }

    @Test
    void callersIntroduceThemselves() {
        var keys = gateway.keys();

        database().call(Caller.user(USER), "write", Map.of("id", USER));
        database(_ -> Optional.empty()).call(Caller.user(USER), "write", Map.of());
        database().call(Caller.service(), "write", Map.of());
        database().call(new Caller.Anonymous(), "write", Map.of());

        assertThat(requests)
                .extracting(request -> request.header("apikey"))
                .containsExactly(
                        keys.publishableKey(),
                        keys.secretKey(),
                        keys.secretKey(),
                        keys.publishableKey());
        assertThat(requests)
                .extracting(request -> request.header("authorization"))
                .containsExactly("Bearer the-users-token", "", "", "");
        assertThat(requests)
                .extracting(request -> request.header("x-samokoder-acting-user"))
                .containsExactly("", USER.toString(), "", "");
        assertThat(requests.getFirst().path()).isEqualTo("/rest/v1/rpc/write");
        assertThat(requests.getFirst().text()).isEqualTo("{\"p_id\":\"" + USER + "\"}");
    }

    @Test
    void callsThatFindNoTurnAreTurnedAway() {
        var full =
                new PostgrestDatabase.Lanes(
                        new Semaphore(0), new Semaphore(1), Duration.ofMillis(10), LIMIT);

        var database = database(_ -> Optional.empty(), full);

        assertUnavailable(failure(database, Caller.user(USER), "write"));
        assertThat(database.call(Caller.service(), "write", Map.of())).isPresent();
        assertThat(requests).hasSize(1);
    }

    @Test
    void anOlderSchemaStopsTheStartAndANewerOneDoesNot() {
        answers.add(WireResponse.json(200, "{\"version\":599,\"repeatable\":[]}"));
        answers.add(WireResponse.json(200, "{\"version\":null,\"repeatable\":[]}"));
        answers.add(reported(404, "PGRST202", "Could not find the function"));
        answers.add(reported(401, "PGRST301", "No suitable key"));
        answers.add(WireResponse.json(200, "{\"version\":601,\"repeatable\":[\"a\"]}"));

        assertThat(refusal()).contains("at version 599", "needs 600", "supabase db push");
        assertThat(refusal()).contains("at version null");
        assertThat(refusal()).contains("PGRST202", "supabase db push");
        assertThat(refusal()).contains("the service key is refused").doesNotContain("db push");
        assertThat(InstalledSchema.demand(database(), 600).repeatable()).containsExactly("a");
    }

    private String refusal() {
        return catchThrowableOfType(
                        IllegalStateException.class, () -> InstalledSchema.demand(database(), 600))
                .getMessage();
    }

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private PostgrestDatabase database() {
        return database(_ -> Optional.of(new Secret("the-users-token")));
    }

    private PostgrestDatabase database(UserTokens tokens) {
        var lanes =
                new PostgrestDatabase.Lanes(
                        new Semaphore(4), new Semaphore(4), Duration.ofSeconds(1), LIMIT);
        return database(tokens, lanes);
    }

    private PostgrestDatabase database(UserTokens tokens, PostgrestDatabase.Lanes lanes) {
        var keys = gateway.keys();
        var project =
                SupabaseProject.of(
                        new SupabaseProperties(
                                gateway.url(), keys.publishableKey(), keys.secretKey(), "", LIMIT),
                        true);
        var database =
                new PostgrestDatabase(
                        new OriginHttp(project.origin()),
                        new RpcRequests(project, tokens, StorageLimits.usual()),
                        StrictJson.mapper(),
                        lanes);
        database.repeat(Set.of("read"));
        return database;
    }

    private ApiException failure(String function) {
        return failure(Caller.service(), function);
    }

    private ApiException failure(Caller caller, String function) {
        return failure(database(), caller, function);
    }

    private static ApiException failure(Database database, Caller caller, String function) {
        return catchThrowableOfType(
                ApiException.class, () -> database.call(caller, function, Map.of()));
    }

    private static void assertUnavailable(ApiException failure) {
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure.retryAfter()).isPositive();
    }

    private static WireResponse html(int status) {
        return WireResponse.of(status).body("text/html", HTML);
    }

    private static WireResponse reported(int status, String code, String message) {
        var body = "{\"code\":\"%s\",\"details\":null,\"hint\":null,\"message\":\"%s\"}";
        return WireResponse.json(status, body.formatted(code, message))
                .with("Proxy-Status", "PostgREST; error=" + code);
    }
}
