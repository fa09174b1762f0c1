package com.samokoder.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.testing.ServiceTest;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import java.io.IOException;
import java.util.List;

/** What the filter makes of failures, which no client can bring about at will. */
@ServiceTest
class ExpressFilterTests {
    private static final String PATH = "/v1/somewhere";
    private static final FilterChain NOWHERE =
            (_, _) -> {
                throw new IOException("the ordinary way");
            };

    @Autowired FailureAnswers failures;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @Test
    void whatFailsOnTheOrdinaryWayIsNeitherAnsweredNorCountedHere() {
        assertThatThrownBy(() -> call((_, _) -> false)).hasMessage("the ordinary way");

        assertThat(response.isCommitted()).isFalse();
        assertThat(response.getContentLength()).isZero();
        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void aFailureIsAnsweredAsAControllersAndCounted() throws Exception {
        call((_, _) -> {
            throw ApiException.of(ErrorCode.UNAVAILABLE);
        });

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(counted("503", "ApiException")).isEqualTo(1);
    }

    @Test
    void aFailureInTheMiddleOfAnAnswerBreaksItOffAndIsCounted() {
        assertThatThrownBy(() ->
                        call((_, answer) -> {
                            answer.flushBuffer();
                            throw new IllegalStateException("half way");
                        }))
                .hasMessage("half way");

        assertThat(counted("200", "IllegalStateException")).isEqualTo(1);
    }

    private long counted(String status, String exception) {
        return meters
                .find("http.server.requests")
                .tags("uri", PATH, "status", status, "exception", exception)
                .timers()
                .stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private void call(Serving serving) throws Exception {
        var filter =
                new ExpressFilter(
                        List.of(endpoint(serving)), List.of(), failures, new RequestTimes(meters));
        var request = new MockHttpServletRequest("POST", PATH);
        request.setContentType("application/json");
        filter.doFilter(request, response, NOWHERE);
    }

    private static ExpressEndpoint endpoint(Serving serving) {
        return new ExpressEndpoint() {
            @Override
            public String path() {
                return PATH;
            }

            @Override
            public boolean serve(HttpServletRequest request, HttpServletResponse answer)
                    throws IOException {
                return serving.serve(request, answer);
            }
        };
    }

    @FunctionalInterface
    private interface Serving {
        boolean serve(HttpServletRequest request, HttpServletResponse answer) throws IOException;
    }
}
