package com.samokoder.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.auth.identity.InstallationDatabase;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Browsers, and HTTP itself: statements 10 to 16. */
@ServiceTest
class BrowserStatementTests {
    @Autowired Api api;
    @Autowired Environment environment;

    @Test
    @DisplayName("10 (V3.4.2): only listed origins are let in, and a star stops a production start")
    void onlyListedOrigins() {
        var refused = api.with("Origin", "https://evil.example").get("/api/projects");
        assertThat(refused.header("Access-Control-Allow-Origin")).isNull();
        Proof.by(
                "platform.web.HttpSurfaceTests#onlyListedOriginsAreLetIn",
                "platform.web.HttpSurfaceTests#wrongOriginsStopTheStart",
                "platform.web.HttpSurfaceTests#aStarStopsTheStartInProductionOnly");
    }

    @Test
    @DisplayName("11 (V3.2.1, V3.4.1, V3.4.4): no answer is run or guessed at by a browser")
    void answersAreNotRun() throws IOException {
        assertThat(api.get("/health").header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(Files.readString(Path.of("nginx.conf")))
                .contains("Strict-Transport-Security \"max-age=31536000\" always");
        Proof.by(
                "platform.web.HttpSurfaceTests#everyAnswerKeepsBrowsersAtBay",
                "files.FileApiTests#servesBytesThatNoBrowserRuns");
    }

    @Test
    @DisplayName("12 (V3.5.3): no GET changes a row")
    void readingChangesNothing() {
        var owner = api.register();
        var belongings = new Belongings(owner);
        var user = owner.get("/api/auth/user").expect(200).json().path("id").stringValue();
        var before =
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> fingerprint(user), first -> settled(first, user));
        int read = 0;
        for (var operation : PublishedOperations.all()) {
            if (operation.method().equals("GET")) {
                belongings.call(operation, owner);
                read++;
            }
        }
        assertThat(read).isGreaterThan(25);
        assertThat(fingerprint(user)).isEqualTo(before);
        Proof.by("platform.database.JdbcDatabaseTests#whatPromisesToReadCannotWriteByAnother");
    }

    /** What the finished run leaves behind is written a moment after its end. */
    private boolean settled(String first, String user) {
        return fingerprint(user).equals(first);
    }

    private String fingerprint(String user) {
        return new InstallationDatabase(environment)
                .text(
                        """
                        select string_agg(c.relname || ' ' || md5(query_to_xml(
                            format('select t from public.%I t where user_id = %L order by t::text',
                                c.relname, ?), true, false, '')::text), ', ' order by c.relname)
                        from pg_class c
                        join pg_attribute a on a.attrelid = c.oid and a.attname = 'user_id'
                        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
                            and c.relname <> 'audit_events'
                        """,
                        user);
    }

    @Test
    @DisplayName("13 (V4.1.1): every body says what it is, and a failure is a problem")
    void bodiesSayWhatTheyAre() {
        for (var operation : PublishedOperations.all()) {
            if (operation.open() || operation.path().startsWith("/v1/")) {
                continue;
            }
            var path = operation.path().replaceAll("\\{[^}]+}", "1");
            var body = operation.method().equals("GET") ? null : Api.nothing();
            var answer = api.send(operation.method(), path, body);
            assertThat(answer.header("Content-Type"))
                    .as("%s", operation)
                    .isEqualTo("application/problem+json");
        }
        assertThat(api.get("/docs").header("Content-Type")).containsIgnoringCase("charset=utf-8");
        Proof.by(
                "platform.web.ProblemTests#answersWhatNoHandlerSees",
                "platform.web.openapi.OpenApiTests#theContractNoticesWhatDoesNotFit");
    }

    @Test
    @DisplayName("14 (V4.1.3, V15.3.4): what a client says of its address is not believed")
    void forwardedHeadersAreTheProxys() {
        var client =
                api.register()
                        .with("X-Request-Id", "forged-address")
                        .with("X-Forwarded-For", "1.2.3.4, 203.0.113.9")
                        .with("X-Real-IP", "1.2.3.4")
                        .with("Forwarded", "for=1.2.3.4")
                        .with("Sb-Forwarded-For", "1.2.3.4")
                        .with("X-Forwarded-Host", "evil.example");
        var request = Map.of("name", "t", "scopes", List.of("git"));
        var answer = client.post("/api/auth/tokens", request).expect(201);
        assertThat(answer.headers().toString()).doesNotContain("evil.example");
        var event =
                Awaitility.await()
                        .atMost(Duration.ofSeconds(10))
                        .until(
                                () ->
                                        client.get("/api/auth/audit?limit=1")
                                                .expect(200)
                                                .json()
                                                .at("/data/0"),
                                found ->
                                        found.path("event")
                                                .asString("")
                                                .equals("access_token.create"));
        assertThat(event.path("client_address").stringValue()).isEqualTo("203.0.113.9");
        Proof.by(
                "platform.ratelimit.RateLimiterTests#countsSignInsByAddressWhoeverSends",
                "auth.security.PathConfusionTests#nobodyGetsInByAnotherHost");
    }

    @Test
    @DisplayName("15 (V4.1.4, V13.4.4): what a path is not asked for is refused, tracing too")
    void methodsAreListed() throws IOException {
        var answer = raw("TRACE /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 405");
        var patched = api.register().patch("/api/providers", Map.of());
        patched.expectProblem(405, "method_not_allowed");
        assertThat(patched.header("Allow")).isEqualTo("GET");
        Proof.by("auth.security.PathConfusionTests#nobodyGetsInByAnotherMethod");
    }

    @Test
    @DisplayName("16 (V4.2.1): a request that says two things of its length hides no other")
    void nothingIsSmuggled() throws IOException {
        var hidden = "GET /health/detailed HTTP/1.1\r\nHost: a\r\n\r\n";
        var sizes =
                List.of(
                        "Content-Length: 5\r\nTransfer-Encoding: chunked",
                        "Transfer-Encoding: chunked\r\nContent-Length: 5",
                        "Content-Length: 5\r\nContent-Length: 6",
                        "Content-Length: 5, 6",
                        "Content-Length: +5",
                        "Content-Length: -5",
                        "Content-Length: 0x5",
                        "Transfer-Encoding: chunked, identity",
                        "Transfer-Encoding: xchunked",
                        "Transfer-Encoding : chunked",
                        "Transfer-Encoding: \u000bchunked",
                        "Content-Length: 5\r\nTransfer-Encoding: cow");
        for (var size : sizes) {
            var answer =
                    raw(
                            "POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type:"
                                    + " application/json\r\n"
                                    + size
                                    + "\r\n\r\n0\r\n\r\n"
                                    + hidden);
            assertThat(answer).as(size).matches("(?s)HTTP/1.1 (400|501) .*");
            assertThat(answer).as(size).doesNotContain("\"checks\"");
            assertThat(answer.split("HTTP/1.1 ", -1)).as(size).hasSize(2);
        }
    }

    /** What the service answers to these bytes until it has nothing more to say. */
    private String raw(String request) throws IOException {
        var address = URI.create(api.base());
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
