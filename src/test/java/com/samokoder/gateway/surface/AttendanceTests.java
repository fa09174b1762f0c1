package com.samokoder.gateway.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.WireForm;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletResponse;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

class AttendanceTests {
    private final Attendance attendance =
            new Attendance(
                    new GatewayProperties(
                            10, 10, Duration.ofMillis(50), Duration.ofMillis(10), Duration.ZERO));
    private final Cancellation cancellation = new Cancellation();
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final ClientAnswer answer = new ClientAnswer(response, true, cancellation);
    private final AtomicBoolean gone = new AtomicBoolean();

    @AfterEach
    void stop() {
        attendance.destroy();
    }

    @Test
    void aClientThatLeftCancelsItsCall() {
        try (var _ = attend(WireForm.CHAT_COMPLETIONS)) {
            assertThat(cancellation.isCancelled()).isFalse();
            gone.set(true);
            Awaitility.await().atMost(Duration.ofSeconds(2)).until(cancellation::isCancelled);
        }
    }

    @Test
    void aConnectionIsLeftAloneOnceItsCallIsOver() {
        attend(WireForm.CHAT_COMPLETIONS).close();
        gone.set(true);
        Awaitility.await().during(Duration.ofMillis(60)).until(() -> !cancellation.isCancelled());
    }

    @ParameterizedTest
    @CsvSource({"CHAT_COMPLETIONS,: keep-alive", "RESPONSES,: keep-alive", "MESSAGES,event: ping"})
    void aSilentStreamGetsASignOfLifeOnceItHasBegun(WireForm form, String sign) {
        try (var _ = attend(form)) {
            assertThat(text()).isEmpty();
            var bytes = "data: {}\n\n".getBytes(StandardCharsets.US_ASCII);
            answer.accept(new ChatEvent.Piece(bytes, 0, bytes.length, false));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(text()).startsWith("data: {}\n\n" + sign));
        }
    }

    private Attendance.Presence attend(WireForm form) {
        return attendance.attend(new Attendance.Attended(gone::get, answer, cancellation, form));
    }

    private String text() {
        try {
            return response.getContentAsString();
        } catch (UnsupportedEncodingException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
