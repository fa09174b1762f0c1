package com.samokoder.gateway;

import com.samokoder.llm.CallCancelled;
import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.tracing.SpanAttributes;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;

import java.util.function.Consumer;

/** A span for each attempt at a model, which tells of what it cost and nothing of what was said. */
final class TracedModel implements ChatModel {
    private final ChatModel model;
    private final Tracer tracer;

    TracedModel(ChatModel model, Tracer tracer) {
        this.model = model;
        this.tracer = tracer;
    }

    @Override
    public ModelId id() {
        return model.id();
    }

    @Override
    public void stream(ChatRequest request, Cancellation cancellation, Consumer<ChatEvent> events) {
        var span =
                tracer.spanBuilder("chat " + id().name())
                        .setSpanKind(SpanKind.CLIENT)
                        .setAttribute(SpanAttributes.OPERATION, "chat")
                        .setAttribute(SpanAttributes.PROVIDER, id().provider())
                        .setAttribute(SpanAttributes.MODEL, id().name())
                        .startSpan();
        try (var _ = span.makeCurrent()) {
            model.stream(request, cancellation, event -> accept(event, span, events));
        } catch (ProviderFailure failure) {
            fail(span, failure.code().code());
            throw failure;
        } catch (ApiException refused) {
            fail(span, refused.code().code());
            throw refused;
        } catch (CallCancelled cancelled) {
            fail(span, "cancelled");
            throw cancelled;
        } finally {
            span.end();
        }
    }

    private static void accept(ChatEvent event, Span span, Consumer<ChatEvent> events) {
        if (event instanceof ChatEvent.Finished finished) {
            span.setAttribute(SpanAttributes.INPUT_TOKENS, finished.usage().input());
            span.setAttribute(SpanAttributes.OUTPUT_TOKENS, finished.usage().output());
        }
        events.accept(event);
    }

    private static void fail(Span span, String code) {
        span.setStatus(StatusCode.ERROR);
        span.setAttribute(SpanAttributes.ERROR, code);
    }
}
