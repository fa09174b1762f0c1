package com.samokoder.usage;

import static com.samokoder.usage.BudgetScope.TOKEN;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.auth.UserId;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderCatalog;
import com.samokoder.llm.TokenUsage;
import com.samokoder.llm.TokenUsage.Source;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestInstallation;
import com.samokoder.testing.TestSql;
import com.samokoder.usage.UsageLedger.Call;

import okhttp3.MediaType;
import okhttp3.RequestBody;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

@ServiceTest
class BudgetTests {
    private static final ModelId UNPRICED = new ModelId("openai", "nobody-knows-it");
    private static final ModelId FREE = new ModelId("ollama", "coder");

    @Autowired BudgetGuard budgets;
    @Autowired UsageLedger ledger;
    @Autowired SpendingAccount spending;
    @Autowired Purses purses;
    @Autowired Pricing pricing;
    @Autowired ProviderCatalog catalog;
    @Autowired Api anybody;
    @Autowired Environment environment;

    private TestSql sql;
    private Api ann;
    private UserId payer;
    private ModelId priced;

    @BeforeEach
    void register() {
        sql = new TestSql(TestInstallation.databaseUrl(environment));
        ann = anybody.register();
        payer = idOf(ann);
        priced =
                catalog.models().stream()
                        .filter(model -> model.prices() != null && model.maxOutput() >= 32_000)
                        .filter(model -> model.prices().output().intValue() == 10)
                        .findFirst()
                        .orElseThrow()
                        .id();
    }

    @Test
    void showsWhatIsLimitedSpentAndReserved() {
        limit("user", "month", "25.5");
        var held = budgets.reserve(own(), stated(1_000));
        var during = first();
        assertThat(during.path("limit_usd").stringValue()).isEqualTo("25.500000000");
        assertThat(money(during, "reserved_usd")).isPositive();
        assertThat(during.path("resets_at").stringValue()).contains("-01T00:00:00Z");

        var cost = settle(held, used(100));
        purses.giveBack(payer);
        var after = first();
        assertThat(money(after, "reserved_usd")).isZero();
        assertThat(money(after, "spent_usd")).isEqualByComparingTo(cost);
        assertThat(money(after, "remaining_usd"))
                .isEqualByComparingTo(new BigDecimal("25.5").subtract(cost));
    }

    @Test
    void fiftyCallsAtOnceNeverPassABudget() throws Exception {
        limit("user", "day", "1");
        var one = cost(1_000, 20_000);
        int fit = BigDecimal.ONE.divide(one, RoundingMode.DOWN).intValue();
        assertThat(fit).as("calls of %s USD", one).isBetween(1, 40);
        var granted = new AtomicInteger();
        var refused = new AtomicInteger();
        together(
                50,
                () -> {
                    try {
                        budgets.reserve(own(), stated(20_000));
                        return granted.incrementAndGet();
                    } catch (ApiException refusal) {
                        assertThat(refusal.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
                        return refused.incrementAndGet();
                    }
                });
        assertThat(granted.get()).isEqualTo(fit);
        assertThat(refused.get()).isEqualTo(50 - fit);
        assertThat(money(first(), "reserved_usd")).isLessThanOrEqualTo(BigDecimal.ONE);
    }

    @Test
    void callsThatSpendNeverPassABudgetByMoreThanOne() throws Exception {
        limit("user", "day", "1");
        var one = cost(1_000, 20_000);
        together(
                50,
                () -> {
                    try {
                        return settle(budgets.reserve(own(), stated(20_000)), used(20_000));
                    } catch (ApiException refusal) {
                        return BigDecimal.ZERO;
                    }
                });
        var spent = money(first(), "spent_usd");
        assertThat(spent).isLessThanOrEqualTo(BigDecimal.ONE.add(one));
        assertThat(spent).isGreaterThan(BigDecimal.ONE.subtract(one));
    }

    @Test
    void aUsedUpBudgetSaysWhichItIsAndWhenItBeginsAnew() {
        limit("user", "month", "0.000001");
        assertThatThrownBy(() -> budgets.reserve(own(), stated(1_000)))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
                            assertThat(refusal.code().retryable()).isFalse();
                            assertThat(refusal.detailKey()).isEqualTo("usage.exceeded.user.month");
                            assertThat(refusal.detailArguments()[4].toString())
                                    .contains("-01T00:00:00Z");
                        });
    }

    @Test
    void whatWasSpentBeforeABudgetWasSetCounts() {
        var cost = settle(budgets.reserve(own(), stated(50_000)), used(50_000));
        limit("user", "day", cost.toPlainString());
        refuses(own(), stated(1));
    }

    @Test
    void modelsThatCostNothingAreNeverBlocked() {
        limit("user", "day", "0");
        var held = budgets.reserve(own(), Estimate.stated(FREE, 1_000_000, 1_000_000));
        assertThat(held.maxOutput()).isNull();
        assertThat(budgets.reserve(own(), Estimate.stated(routerFree(), 9, 9)).maxOutput())
                .isNull();
        refuses(own(), stated(1));
    }

    @Test
    void unknownPricesAreRefusedOrCountedAsTheUserChooses() {
        var unknown = Estimate.stated(UNPRICED, 10, 10);
        settle(budgets.reserve(own(), unknown), UNPRICED, used(5));
        limit("user", "day", "1");
        assertThatThrownBy(() -> budgets.reserve(own(), unknown))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.PRICE_UNKNOWN));
        put(Map.of("budgets", List.of(), "unknown_prices", "refuse"));
        assertThatThrownBy(() -> budgets.reserve(own(), unknown)).hasMessageContaining("price");
        put(
                Map.of(
                        "budgets",
                        List.of(Map.of("scope", "user", "period", "day", "limit_usd", "1")),
                        "unknown_prices",
                        "allow"));
        settle(budgets.reserve(own(), unknown), UNPRICED, used(5));
        assertThat(first().path("unpriced_calls").intValue()).isEqualTo(2);
        assertThat(money(first(), "spent_usd")).isZero();
    }

    @Test
    void aRequestThatNamesNoLimitGetsWhatTheBudgetAllows() {
        var price = catalog.model(priced).orElseThrow().prices().output();
        limit("user", "day", price.movePointLeft(3).toPlainString());
        var held = budgets.reserve(own(), Estimate.unstated(priced, 0));
        assertThat(held.maxOutput()).isEqualTo(1_000);
        refuses(own(), Estimate.unstated(priced, 0));
        budgets.release(held);

        limit("user", "day", "1000");
        assertThat(budgets.reserve(own(), Estimate.unstated(priced, 0)).maxOutput())
                .isEqualTo(Estimate.UNSTATED);
    }

    @Test
    void projectsAndTokensHaveBudgetsOfTheirOwn() {
        var project = project();
        var token = token(Map.of());
        put(
                Map.of(
                        "budgets",
                        List.of(
                                Map.of(
                                        "scope", "project",
                                        "project_id", project,
                                        "period", "total",
                                        "limit_usd", "0"),
                                Map.of(
                                        "scope", "token",
                                        "access_token_id", token,
                                        "period", "total",
                                        "limit_usd", "0"))));
        refuses(new Payer(payer, project, null), stated(1));
        refuses(new Payer(payer, null, token), stated(1));
        assertThat(budgets.reserve(own(), stated(1)).maxOutput()).isNull();
    }

    @Test
    void aTokenMayBeMadeWithABudget() {
        var made = made(Map.of("budget", Map.of("limit_usd", "0.5", "period", "day")));
        assertThat(made.at("/budgets/0/period").stringValue()).isEqualTo("day");
        var token = UUID.fromString(made.path("id").stringValue());
        var whose = new Payer(payer, null, token);
        var cost = settle(budgets.reserve(whose, stated(10_000)), used(10_000));
        refuses(whose, stated(100_000));

        var account = spending.ofToken(payer, token);
        assertThat(account.spentDayUsd()).isEqualTo(cost.toPlainString());
        assertThat(account.budgets()).extracting(BudgetState::scope).containsOnly(TOKEN);
        assertThat(ann.get("/api/auth/tokens").json().at("/data/0/budgets/0/limit_usd"))
                .hasToString("\"0.500000000\"");
        ann.delete("/api/auth/tokens/" + token).expect(204);
        assertThat(ann.get("/api/budgets").expect(200).json().path("budgets")).isEmpty();
        ann.post(
                        "/api/auth/tokens",
                        Map.of(
                                "name", "t",
                                "scopes", List.of("gateway"),
                                "budget", Map.of("limit_usd", "-1", "period", "week")))
                .expectProblem(400, "invalid_request");
    }

    @Test
    void aDeletedProjectDoesNotReopenItsOwnersBudget() {
        var project = project();
        limit("user", "day", "10");
        var cost =
                settle(
                        budgets.reserve(new Payer(payer, project, null), stated(10_000)),
                        used(10_000));
        ann.delete("/api/projects/" + project).expect(204);
        sql.asOwner("delete from public.usage_records where user_id = cast(? as uuid)", payer);
        assertThat(money(first(), "spent_usd")).isEqualByComparingTo(cost);
    }

    @Test
    void theLedgerAndTheCountersAgree() throws Exception {
        limit("user", "day", "100");
        var project = project();
        together(
                20,
                () ->
                        settle(
                                budgets.reserve(new Payer(payer, project, null), stated(300)),
                                used(Thread.currentThread().threadId() % 300)));
        var total = ann.get("/api/usage").expect(200).json().path("total");
        assertThat(money(first(), "spent_usd")).isEqualByComparingTo(money(total, "cost_usd"));
        assertThat(total.path("calls").intValue()).isEqualTo(20);
        assertThat(
                        sql.asOwner(
                                "select sum(spent) from public.spend_counters"
                                        + " where scope = 'project' and subject_id = cast(? as uuid)",
                                project))
                .satisfies(sum ->
                        assertThat(new BigDecimal(sum))
                                .isEqualByComparingTo(money(total, "cost_usd")));
    }

    @Test
    void moneyHeldByAProcessThatDiedComesBack() {
        limit("user", "day", "1");
        sql.asService(
                "insert into public.budget_purses (id, user_id, amount, expires_at) values"
                        + " (gen_random_uuid(), cast(? as uuid), 1, now() + interval '1 hour')",
                payer);
        refuses(own(), stated(1_000));
        sql.asService(
                "update public.budget_purses set expires_at = now() where user_id = cast(? as uuid)",
                payer);
        budgets.reserve(own(), stated(1_000));
        assertThat(
                        sql.asOwner(
                                "select count(*) from public.budget_purses"
                                        + " where user_id = cast(? as uuid)",
                                payer))
                .isEqualTo("1");
    }

    @Test
    void aNewMonthBeginsEmptyButForTheCallsUnderWay() {
        limit("user", "month", "1");
        sql.asOwner(
                "insert into public.spend_counters (user_id, scope, subject_id, day, spent)"
                        + " select x, 'user', x, (date_trunc('month', now() at time zone 'utc')"
                        + " - interval '1 day')::date, 5 from (select cast(? as uuid) as x) u",
                payer);
        var begunLastMonth = budgets.reserve(own(), stated(20_000));
        assertThat(money(first(), "spent_usd")).isZero();
        assertThat(money(first(), "reserved_usd")).isPositive();
        var cost = settle(begunLastMonth, used(20_000));
        assertThat(money(first(), "spent_usd")).isEqualByComparingTo(cost);
    }

    @Test
    void somebodyElsesChangeInBetweenIsNoticed() {
        var tag = ann.get("/api/budgets").expect(200).header("ETag");
        limit("user", "day", "1");
        assertThat(ann.with("If-Match", tag).send("PUT", "/api/budgets", body("{\"budgets\":[]}")))
                .satisfies(answer -> answer.expectProblem(412, "version_conflict"));
        var now = ann.get("/api/budgets").expect(200).header("ETag");
        ann.with("If-Match", now).send("PUT", "/api/budgets", body("{\"budgets\":[]}")).expect(200);
    }

    @Test
    void refusesWhatMakesNoSense() {
        var bob = anybody.register();
        var foreign = bob.post("/api/projects", Map.of("name", "b", "description", "b"));
        var id = foreign.expect(201).json().path("id").stringValue();
        for (var budget :
                List.of(
                        "{\"scope\":\"user\",\"period\":\"day\"}",
                        "{\"scope\":\"user\",\"period\":\"day\",\"limit_usd\":\"-1\"}",
                        "{\"scope\":\"user\",\"period\":\"day\",\"limit_usd\":\"1000001\"}",
                        "{\"scope\":\"user\",\"period\":\"day\",\"limit_usd\":\"0.0000000001\"}",
                        "{\"scope\":\"user\",\"period\":\"day\",\"limit_usd\":\"much\"}",
                        "{\"scope\":\"user\",\"period\":\"year\",\"limit_usd\":\"1\"}",
                        "{\"scope\":\"team\",\"period\":\"day\",\"limit_usd\":\"1\"}",
                        "{\"scope\":\"project\",\"period\":\"day\",\"limit_usd\":\"1\"}",
                        "{\"scope\":\"user\",\"period\":\"day\",\"limit_usd\":\"1\",\"spent_usd\":\"0\"}",
                        "{\"scope\":\"user\",\"period\":\"day\",\"limit_usd\":\"1\"},"
                                + "{\"scope\":\"user\",\"period\":\"day\",\"limit_usd\":\"2\"}",
                        "{\"scope\":\"project\",\"project_id\":\""
                                + id
                                + "\",\"period\":\"day\",\"limit_usd\":\"1\"}")) {
            ann.send("PUT", "/api/budgets", body("{\"budgets\":[" + budget + "]}"))
                    .expectProblem(400, "invalid_request");
        }
        ann.send("PUT", "/api/budgets", body("{}")).expectProblem(400, "invalid_request");
        anybody.get("/api/budgets").expectProblem(401, "unauthenticated");
    }

    @Test
    void noAccessTokenRaisesItsOwnBudget() {
        var machine = anybody.as(secret(Map.of("scopes", List.of("usage:read", "gateway"))));
        machine.get("/api/budgets").expect(200);
        machine.send("PUT", "/api/budgets", body("{\"budgets\":[]}"))
                .expectProblem(403, "forbidden");
    }

    @Test
    void theMoneyIsTheServicesAlone() {
        limit("user", "day", "1");
        for (var statement :
                List.of(
                        "delete from public.budgets",
                        "update public.spend_counters set spent = 0",
                        "delete from public.budget_purses",
                        "select public.budget_reserve('[]', 1)",
                        "select public.budget_renew('[]', 1)",
                        "select public.budget_replace(gen_random_uuid(), '[]', null, null)")) {
            assertThatThrownBy(() -> sql.asUser(payer, statement)).hasMessageStartingWith("42501");
        }
        assertThatThrownBy(() -> sql.asService("delete from public.spend_counters"))
                .hasMessageStartingWith("42501");
        var stranger = idOf(anybody.register());
        assertThat(sql.asUser(stranger, "select count(*) from public.budgets")).isEqualTo("0");
    }

    private void refuses(Payer whose, Estimate estimate) {
        assertThatThrownBy(() -> budgets.reserve(whose, estimate))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED));
    }

    private static <T> void together(int threads, Callable<T> work) throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Callable<T>>();
            for (int i = 0; i < threads; i++) {
                all.add(work);
            }
            for (var done : executor.invokeAll(all)) {
                done.get();
            }
        }
    }

    private void limit(String scope, String period, String usd) {
        put(Map.of("budgets", List.of(Map.of("scope", scope, "period", period, "limit_usd", usd))));
    }

    private void put(Map<String, ?> plan) {
        var json = new JsonMapper();
        ann.send("PUT", "/api/budgets", body(json.writeValueAsString(plan))).expect(200);
    }

    private static RequestBody body(String json) {
        return RequestBody.create(json, MediaType.get("application/json"));
    }

    private JsonNode first() {
        return ann.get("/api/budgets").expect(200).json().at("/budgets/0");
    }

    private static BigDecimal money(JsonNode node, String field) {
        return new BigDecimal(node.path(field).stringValue());
    }

    private UUID project() {
        var made = ann.post("/api/projects", Map.of("name", "p", "description", "d"));
        return UUID.fromString(made.expect(201).json().path("id").stringValue());
    }

    private UUID token(Map<String, ?> more) {
        return UUID.fromString(made(more).path("id").stringValue());
    }

    private String secret(Map<String, ?> more) {
        return made(more).path("token").stringValue();
    }

    private JsonNode made(Map<String, ?> more) {
        var request = new HashMap<String, Object>();
        request.put("name", "t");
        request.put("scopes", List.of("gateway"));
        request.putAll(more);
        return ann.post("/api/auth/tokens", request).expect(201).json();
    }

    private static UserId idOf(Api user) {
        var account = user.get("/api/auth/user").expect(200).json();
        return new UserId(UUID.fromString(account.path("id").stringValue()));
    }

    private Payer own() {
        return new Payer(payer, null, null);
    }

    private Estimate stated(long output) {
        return Estimate.stated(priced, 1_000, output);
    }

    private BigDecimal cost(long input, long output) {
        return pricing.rates(priced).orElseThrow().cost(input, output);
    }

    private static ModelId routerFree() {
        return new ModelId("openrouter", "somebody/something:free");
    }

    private static TokenUsage used(long output) {
        return new TokenUsage(1_000, 0, 0, output, 0, Source.MEASURED);
    }

    private BigDecimal settle(Reservation held, TokenUsage usage) {
        return settle(held, priced, usage);
    }

    private BigDecimal settle(Reservation held, ModelId model, TokenUsage usage) {
        return ledger.settle(
                held, new Call(model, null, null, null, null, null, usage, "ok", "stop", 1L, 2));
    }
}
