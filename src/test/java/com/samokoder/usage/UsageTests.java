package com.samokoder.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.auth.UserId;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.TokenUsage;
import com.samokoder.llm.TokenUsage.Source;
import com.samokoder.platform.time.Ids;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestInstallation;
import com.samokoder.testing.TestSql;
import com.samokoder.usage.UsageLedger.Call;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import tools.jackson.databind.JsonNode;

import java.util.UUID;

@ServiceTest
class UsageTests {
    private static final TokenUsage USAGE = new TokenUsage(100, 20, 3, 40, 5, Source.MEASURED);
    private static final ModelId UNPRICED = new ModelId("openai", "=unknown,\"model\"");
    private static final ModelId FREE = new ModelId("ollama", "coder");

    @Autowired UsageLedger ledger;
    @Autowired Api anybody;
    @Autowired Ids ids;
    @Autowired Environment environment;

    private TestSql sql;
    private Api ann;
    private UserId payer;

    @BeforeEach
    void register() {
        sql = new TestSql(TestInstallation.databaseUrl(environment));
        ann = anybody.register();
        var user = ann.get("/api/auth/user").expect(200).json();
        payer = new UserId(UUID.fromString(user.path("id").stringValue()));
    }

    @Test
    void sumsWhatWasSpent() {
        var project = UUID.randomUUID();
        record(FREE, project, "ok", USAGE);
        record(FREE, project, "provider_timeout", TokenUsage.unavailable());
        record(UNPRICED, null, "ok", USAGE);

        var total = ann.get("/api/usage").expect(200).json().path("total");
        assertThat(total.path("calls").intValue()).isEqualTo(3);
        assertThat(total.path("failed_calls").intValue()).isEqualTo(1);
        assertThat(total.path("unpriced_calls").intValue()).isEqualTo(1);
        assertThat(total.path("input_tokens").intValue()).isEqualTo(200);
        assertThat(total.path("cache_read_tokens").intValue()).isEqualTo(40);
        assertThat(total.path("output_tokens").intValue()).isEqualTo(80);
        assertThat(total.path("cost_usd").stringValue()).isEqualTo("0.000000000");

        var byProject = groups("project");
        assertThat(byProject.path(0).path("group").isNull()).isTrue();
        assertThat(byProject.path(1).path("group").stringValue()).isEqualTo(project.toString());
        assertThat(groups("model").path(0).path("group").stringValue()).isEqualTo("ollama/coder");
        assertThat(groups("provider").size()).isEqualTo(2);
        assertThat(groups("day").size()).isEqualTo(1);
        assertThat(groups("key").size()).isEqualTo(1);
        assertThat(groups("token").size()).isEqualTo(1);
    }

    @Test
    void aSecondWriteOfACallChangesNothing() {
        var reservation = Reservation.unlimited(ids.next(), payer(null));
        ledger.settle(reservation, call(FREE, "ok", USAGE));
        ledger.settle(reservation, call(FREE, "ok", USAGE));
        assertThat(groups("day").path(0).path("calls").intValue()).isEqualTo(1);
    }

    @Test
    void pagesThroughGroups() {
        record(FREE, null, "ok", USAGE);
        record(UNPRICED, null, "ok", USAGE);
        var first = ann.get("/api/usage?group_by=provider&limit=1").expect(200).json();
        assertThat(first.at("/data/0/group").stringValue()).isEqualTo("ollama");
        var cursor = first.at("/pagination/next_cursor").stringValue();
        var second =
                ann.get("/api/usage?group_by=provider&limit=1&cursor=" + cursor).expect(200).json();
        assertThat(second.at("/data/0/group").stringValue()).isEqualTo("openai");
        assertThat(second.at("/pagination/has_more").booleanValue()).isFalse();
        ann.get("/api/usage?group_by=model&cursor=" + cursor).expectProblem(400, "invalid_cursor");
    }

    @Test
    void comesAsATableThatASpreadsheetDoesNotRun() {
        record(UNPRICED, null, "ok", USAGE);
        record(FREE, null, "ok", USAGE);
        var answer = ann.with("Accept", "text/csv").get("/api/usage?group_by=model").expect(200);
        assertThat(answer.header("Content-Type")).startsWith("text/csv");
        assertThat(answer.text().split("\r\n"))
                .hasSize(3)
                .contains("ollama/coder,1,0,0,0,100,20,3,40,5,0.000000000")
                .contains("\"openai/=unknown,\"\"model\"\"\",1,0,0,1,100,20,3,40,5,0.000000000");
    }

    @Test
    void strangersSpendApart() {
        record(FREE, null, "ok", USAGE);
        var bob = anybody.register();
        assertThat(bob.get("/api/usage").expect(200).json().at("/total/calls").intValue()).isZero();
        anybody.get("/api/usage").expectProblem(401, "unauthenticated");
    }

    @Test
    void theLedgerIsWrittenByTheServiceAloneAndNeverChanged() {
        record(FREE, null, "ok", USAGE);
        assertThatThrownBy(() -> sql.asUser(payer, "delete from public.usage_records"))
                .hasMessageStartingWith("42501");
        assertThatThrownBy(() -> sql.asUser(payer, "select public.usage_settle('[]')"))
                .hasMessageStartingWith("42501");
        assertThatThrownBy(() -> sql.asService("update public.usage_records set cost = 0"))
                .hasMessageStartingWith("42501");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=yesterday",
                "from=2026-02-01&to=2026-01-01",
                "from=2020-01-01&to=2026-01-01",
                "group_by=mood",
                "limit=0",
                "limit=101",
                "limit=many"
            })
    void refusesWhatMakesNoSense(String query) {
        ann.get("/api/usage?" + query).expectProblem(400, "invalid_request");
    }

    private JsonNode groups(String by) {
        return ann.get("/api/usage?group_by=" + by).expect(200).json().path("data");
    }

    private void record(ModelId model, UUID project, String outcome, TokenUsage usage) {
        ledger.settle(
                Reservation.unlimited(ids.next(), payer(project)), call(model, outcome, usage));
    }

    private Payer payer(UUID project) {
        return new Payer(payer, project, null);
    }

    private static Call call(ModelId model, String outcome, TokenUsage usage) {
        return new Call(
                model, null, null, "write", "developer", "req-1", usage, outcome, "stop", 5L, 12);
    }
}
