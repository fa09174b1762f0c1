package com.samokoder.testing.supabase;

import com.samokoder.testing.TestPostgres;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Proves the stand-in: it is asked what real servers of three versions were asked, and answers what
 * they answered. Taken from the recordings is every call of a function with named arguments, by any
 * method; left out are unnamed arguments, {@code select}, filters, {@code order}, CSV, browsers'
 * preflights, compressed bodies and control of the response from SQL, which this service does not
 * use.
 */
class PostgrestReplayTests {
    private static final String SECRET = "a-secret-of-at-least-32-bytes-for-hs256-only";

    @Test
    void answersAsTheRecordedServersDid() throws Exception {
        // At the same time, for many of the calls wait until the database loses its patience.
        try (var threads = Executors.newFixedThreadPool(3)) {
            var replays = new ArrayList<Future<SoftAssertions>>();
            for (var version : PostgrestVersion.values()) {
                var database = newDatabase();
                replays.add(threads.submit(() -> replay(version, database)));
            }
            for (var replay : replays) {
                replay.get().assertAll();
            }
        }
    }

    private static SoftAssertions replay(PostgrestVersion version, PGSimpleDataSource database)
            throws Exception {
        var softly = new SoftAssertions();
        try (var standIn = new PostgrestStandIn(version, database, SECRET, Map.of());
                var server = WireServer.start(0, Duration.ofSeconds(60), standIn)) {
            var client = new WireClient(server.port());
            var calls = RecordedCall.all().stream().filter(call -> !call.endless(version)).toList();
            for (var call : calls) {
                compare(softly, call, client, version);
            }
            softly.assertThat(calls).as("recorded calls").hasSizeGreaterThan(345);
        }
        return softly;
    }

    private static void compare(
            SoftAssertions softly, RecordedCall call, WireClient client, PostgrestVersion version)
            throws IOException {
        long now = Instant.now().getEpochSecond();
        var received = call.send(client, SECRET, now);
        softly.assertThat(RecordedCall.comparable(received))
                .as("%s of %s", call.id(), version)
                .isEqualTo(call.expected(version, now));
        softly.assertThat(received.headers().containsKey("Transfer-Encoding"))
                .as("%s of %s in chunks", call.id(), version)
                .isEqualTo(version.isTwelve() && !received.body().isEmpty());
    }

    private static PGSimpleDataSource newDatabase() throws SQLException, IOException {
        var url = TestPostgres.newDatabase();
        try (var owner = TestPostgres.owner(url);
                var statement = owner.createStatement();
                var schema =
                        PostgrestReplayTests.class.getResourceAsStream("/postgrest/schema.sql")) {
            statement.execute(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
        }
        var source = new PGSimpleDataSource();
        source.setURL("jdbc:" + url.replaceFirst("postgres://[^@]*@", "postgresql://"));
        source.setUser("authenticator");
        source.setStringType("unspecified");
        return source;
    }
}
