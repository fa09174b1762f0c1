package com.samokoder.platform.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.platform.environment.Installation;
import com.samokoder.platform.secrets.Secret;
import com.samokoder.testing.TraceCollector;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.sdk.trace.SdkTracerProvider;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.HandlerMapping;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

class TracingTests {
    private static final String SECRET = "Q7rT2xW9" + "zK4mV8bN1c";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";

    private TraceCollector collector;

    @BeforeEach
    void listen() {
        collector = TraceCollector.start();
    }

    @AfterEach
    void stop() {
        collector.close();
    }

    private ApplicationContextRunner service(String... properties) {
        return new ApplicationContextRunner()
                .withUserConfiguration(TracingConfiguration.class)
                .withBean(Installation.class, () -> new Installation("test", null))
                .withPropertyValues(properties);
    }

    private ApplicationContextRunner traced(String... properties) {
        return service(properties)
                .withPropertyValues("samokoder.tracing.endpoint=" + collector.endpoint() + "/");
    }

    private interface Work {
        void with(SdkTracerProvider provider) throws Exception;
    }

    /** What arrived at the collector when the work was done. */
    private List<Span> spans(ApplicationContextRunner service, Work work) {
        service.run(context -> {
            var provider = context.getBean(SdkTracerProvider.class);
            work.with(provider);
            provider.forceFlush().join(10, TimeUnit.SECONDS);
        });
        return collector.spans();
    }

    @Test
    void withoutACollectorNothingIsTraced() {
        service()
                .run(context -> {
                    assertThat(context).doesNotHaveBean(SdkTracerProvider.class);
                    assertThat(context).doesNotHaveBean("requestSpans");
                    var span =
                            context.getBean(io.opentelemetry.api.trace.Tracer.class)
                                    .spanBuilder("x");
                    assertThat(span.startSpan().getSpanContext().isValid()).isFalse();
                });
        assertThat(collector.spans()).isEmpty();
    }

    @Test
    void aSpanSaysWhatIsOnTheListAlone() {
        var spans =
                spans(
                        traced("samokoder.tracing.ratio=1"),
                        provider -> {
                            var span =
                                    provider.get("test")
                                            .spanBuilder("chat sk-" + SECRET)
                                            .startSpan();
                            span.setAttribute(SpanAttributes.MODEL, "gpt-test");
                            span.setAttribute(AttributeKey.stringKey("prompt"), SECRET);
                            span.addEvent("said " + SECRET);
                            span.recordException(new IllegalStateException(SECRET));
                            span.setStatus(StatusCode.ERROR, SECRET);
                            span.end();
                        });

        assertThat(spans)
                .singleElement()
                .satisfies(span -> {
                    assertThat(span.getName()).isEqualTo("chat sk-***");
                    assertThat(span.getAttributesList())
                            .singleElement()
                            .satisfies(only ->
                                    assertThat(only.getValue().getStringValue())
                                            .isEqualTo("gpt-test"));
                    assertThat(span.getStatus().getCode())
                            .isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
                });
        assertThat(collector.texts()).noneMatch(text -> text.contains(SECRET));
        assertThat(collector.texts()).anyMatch(text -> text.contains("\"samokoder\""));
    }

    @Test
    void headersForTheCollectorAreSentWithEachExport() {
        var headers = "samokoder.tracing.headers=api-key=" + SECRET + ",x=a%20b+c";
        spans(
                traced("samokoder.tracing.ratio=1", headers),
                provider -> provider.get("test").spanBuilder("any").startSpan().end());

        assertThat(collector.headers())
                .singleElement()
                .satisfies(all -> {
                    assertThat(all.get("Api-key")).containsExactly(SECRET);
                    assertThat(all.get("X")).containsExactly("a b+c");
                });
    }

    private static MockHttpServletRequest request(String method, String path) {
        var request = new MockHttpServletRequest(method, path);
        request.addHeader("traceparent", "00-" + TRACE + "-" + PARENT + "-01");
        return request;
    }

    private static void pass(SdkTracerProvider provider, MockHttpServletRequest to, FilterChain on)
            throws Exception {
        var response = new MockHttpServletResponse();
        new RequestSpanFilter(provider.get("test")).doFilter(to, response, on);
    }

    @Test
    void aRequestGoesOnWithItsCallersTraceAndIsNamedByItsRoute() {
        var request = request("GET", "/api/projects/" + SECRET);
        request.setQueryString("q=" + SECRET);

        var spans =
                spans(
                        traced("samokoder.tracing.ratio=1"),
                        provider ->
                                pass(
                                        provider,
                                        request,
                                        (asked, response) ->
                                                asked.setAttribute(
                                                        HandlerMapping
                                                                .BEST_MATCHING_PATTERN_ATTRIBUTE,
                                                        "/api/projects/{id}")));

        assertThat(spans)
                .singleElement()
                .satisfies(span -> {
                    assertThat(span.getName()).isEqualTo("GET /api/projects/{id}");
                    assertThat(hex(span.getTraceId().toByteArray())).isEqualTo(TRACE);
                    assertThat(hex(span.getParentSpanId().toByteArray())).isEqualTo(PARENT);
                    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
                });
        assertThat(collector.texts()).noneMatch(text -> text.contains(SECRET));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void aRequestThatFailsIsAnError() {
        var spans =
                spans(
                        traced("samokoder.tracing.ratio=1"),
                        provider ->
                                assertThatThrownBy(() ->
                                                pass(
                                                        provider,
                                                        request("BREW", "/pot"),
                                                        (_, _) -> {
                                                            throw new ServletException(SECRET);
                                                        }))
                                        .isInstanceOf(ServletException.class));

        assertThat(spans)
                .singleElement()
                .satisfies(span -> {
                    assertThat(span.getName()).isEqualTo("_OTHER");
                    assertThat(span.getStatus().getCode())
                            .isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
                    assertThat(span.getAttributesList().toString()).contains("500");
                });
    }

    @Test
    void callersDoNotDecideHowManyTracesAreKept() {
        var spans =
                spans(
                        traced("samokoder.tracing.ratio=0"),
                        provider -> pass(provider, request("GET", "/"), (_, _) -> {}));

        assertThat(spans).isEmpty();
    }

    @Test
    void showsNoHeaderOfTheCollector() {
        var properties = new TracingProperties("http://c", new Secret("a=" + SECRET), 1, "s");
        assertThat(properties.toString()).doesNotContain(SECRET);
    }
}
