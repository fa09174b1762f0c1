package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.auth.Bearer;
import com.samokoder.auth.CurrentUser;
import com.samokoder.auth.LiveCredentials;
import com.samokoder.auth.Scope;
import com.samokoder.auth.UserId;
import com.samokoder.platform.secrets.Secret;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestInstallation;
import com.samokoder.testing.TestSql;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.context.TestPropertySource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.UnsupportedEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Who may go on reading a stream. Each look at the clock takes six seconds here. */
@Timeout(30)
@ServiceTest
@TestPropertySource(
        properties = {"samokoder.runs.worker=false", "server.tomcat.connection-timeout=1s"})
class EventStreamTests {
    @Autowired RunService runs;
    @Autowired RunSignals signals;
    @Autowired RunTexts texts;
    @Autowired RunsProperties properties;
    @Autowired LiveCredentials credentials;
    @Autowired Api anybody;
    @Autowired JsonMapper json;
    @Autowired Clock clock;
    @Autowired Environment environment;

    private RunFixture user;
    private RunId run;

    @BeforeEach
    void generate() {
        user = new RunFixture(anybody.register(), json);
        run = new RunId(UUID.fromString(user.generate(user.demoProject())));
    }

    @Test
    void aStreamEndsSoonAfterItsSessionWasSignedOut() throws Exception {
        var reader = session();
        user.api().post("/api/auth/logout").expect(204);

        assertRefused(read(reader, credentials));
    }

    @Test
    void aStreamEndsSoonAfterItsTokenWasRevoked() throws Exception {
        var token = token();
        user.api().delete("/api/auth/tokens/" + token).expect(204);

        assertRefused(read(machine(token), credentials));
    }

    @Test
    void aStreamEndsSoonAfterItsTokenExpired() throws Exception {
        var token = token();
        new TestSql(TestInstallation.databaseUrl(environment))
                .asOwner(
                        "update public.access_tokens set expires_at = now() - interval '1 s'"
                                + " where id = cast(? as uuid)",
                        token);

        assertRefused(read(machine(token), credentials));
    }

    @Test
    void whoeverStillCountsReadsToTheEnd() throws Exception {
        for (var reader : List.of(session(), machine(token()))) {
            var looks = new AtomicInteger();
            LiveCredentials watched =
                    caller -> {
                        if (looks.incrementAndGet() == 2) {
                            user.api().post("/api/runs/" + run + "/cancel").expect(200);
                        }
                        return credentials.stillCount(caller);
                    };

            assertThat(read(reader, watched))
                    .contains("event: run.cancelled")
                    .doesNotContain("event: error");
            assertThat(looks).hasValueGreaterThan(1);
            run = new RunId(UUID.fromString(user.generate(user.demoProject())));
        }
    }

    private void assertRefused(String stream) {
        assertThat(stream).contains("\n\nid: 1\nevent: run.queued\n");
        var last = stream.substring(stream.lastIndexOf("\n\n", stream.length() - 3) + 2);
        assertThat(last).startsWith("event: error\ndata: ");
        var event = json.readTree(last.substring(last.indexOf("data: ") + 6));
        assertThat(event.path("run_id").stringValue()).isEqualTo(run.toString());
        assertThat(event.at("/data/code").stringValue()).isEqualTo("unauthenticated");
        assertThat(event.at("/data/status").intValue()).isEqualTo(401);
    }

    private String read(CurrentUser reader, LiveCredentials counted)
            throws UnsupportedEncodingException {
        var streams =
                new EventStreams(runs, signals, texts, properties, counted, json, new FastClock());
        var response = new MockHttpServletResponse();
        streams.start();
        streams.send(reader, run, 0, new MockHttpServletRequest(), response);
        return response.getContentAsString();
    }

    private CurrentUser session() {
        var header = user.api().request("GET", "/api/projects", null).header("Authorization");
        var jwt = Objects.requireNonNull(header).substring("Bearer ".length());
        var claims = claims(jwt);
        return new CurrentUser(
                new UserId(id(claims, "sub")),
                id(claims, "session_id"),
                null,
                Set.of(Scope.values()),
                false,
                new Bearer(new Secret(jwt), false));
    }

    private CurrentUser machine(UUID token) {
        return new CurrentUser(
                session().id(), null, token, Set.of(Scope.PROJECTS_READ), false, null);
    }

    private UUID token() {
        var asked = Map.of("name", "reader", "scopes", List.of("projects:read"));
        return id(user.api().post("/api/auth/tokens", asked).expect(201).json(), "id");
    }

    private JsonNode claims(String jwt) {
        return json.readTree(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]));
    }

    private static UUID id(JsonNode node, String field) {
        return UUID.fromString(node.path(field).stringValue());
    }

    private final class FastClock extends Clock {
        private final Instant start = clock.instant();
        private final AtomicInteger looks = new AtomicInteger();

        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return start.plus(Duration.ofSeconds(6).multipliedBy(looks.getAndIncrement()));
        }
    }
}
