package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestPostgres;

import okhttp3.HttpUrl;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

@ServiceTest
@TestPropertySource(
        properties = {"samokoder.runs.worker=false", "server.tomcat.connection-timeout=1s"})
class StalledReaderTests {
    @Autowired Api api;
    @Autowired JsonMapper json;
    @Autowired Environment environment;

    @Test
    void readersThatStoppedReadingGiveTheirStreamsBack() throws Exception {
        var user = new RunFixture(api.register(), json);
        var run = user.generate(user.demoProject());
        fillTheLog(run);
        var path = "/api/runs/" + run + "/events";
        var request = user.api().request("GET", path, null);
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int reader = 0; reader < 5; reader++) {
                stalled.add(open(request.url(), request.header("Authorization")));
            }
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(50))
                    .untilAsserted(() -> assertThat(statusOfAnother(user, path)).isEqualTo(429));

            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(statusOfAnother(user, path)).isEqualTo(200));
        } finally {
            for (var socket : stalled) {
                socket.close();
            }
        }
    }

    private static int statusOfAnother(RunFixture user, String path) throws IOException {
        var request = user.api().request("GET", path, null);
        try (var response = Api.client().newCall(request).execute()) {
            return response.code();
        }
    }

    private static Socket open(HttpUrl url, String authorization) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(url.host(), url.port()));
        var head =
                "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\n\r\n"
                        .formatted(url.encodedPath(), url.host(), authorization);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** More than all buffers on the way can hold. */
    private void fillTheLog(String run) throws SQLException {
        var url = environment.getRequiredProperty("samokoder.database.url");
        try (var owner = TestPostgres.owner(url);
                var insert =
                        owner.prepareStatement(
                                "insert into run_events (run_id, seq, user_id, type, data) select"
                                        + " r.id, s, r.user_id, 'agent.delta',"
                                        + " jsonb_build_object('text', repeat('x', 16000)) from runs r,"
                                        + " generate_series(2, 2000) s where r.id = cast(? as uuid)");
                var count =
                        owner.prepareStatement(
                                "update runs set last_seq = 2000 where id = cast(? as uuid)")) {
            insert.setString(1, run);
            insert.executeUpdate();
            count.setString(1, run);
            count.executeUpdate();
        }
    }
}
