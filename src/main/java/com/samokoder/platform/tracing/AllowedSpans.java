package com.samokoder.platform.tracing;

import com.samokoder.platform.logging.Redactor;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import java.util.Collection;
import java.util.List;

/**
 * Lets out the attributes of {@link SpanAttributes} and nothing else: no events, which would hold
 * exceptions' messages, no descriptions, no links.
 */
final class AllowedSpans implements SpanExporter {
    private final SpanExporter exporter;

    AllowedSpans(SpanExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        return exporter.export(spans.stream().<SpanData>map(AllowedSpan::new).toList());
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    private static final class AllowedSpan extends DelegatingSpanData {
        private final Attributes attributes;

        AllowedSpan(SpanData span) {
            super(span);
            this.attributes =
                    span.getAttributes().toBuilder()
                            .removeIf(key -> !SpanAttributes.ALLOWED.contains(key))
                            .build();
        }

        @Override
        public String getName() {
            return Redactor.redact(super.getName());
        }

        @Override
        public Attributes getAttributes() {
            return attributes;
        }

        @Override
        public int getTotalAttributeCount() {
            return attributes.size();
        }

        @Override
        public List<EventData> getEvents() {
            return List.of();
        }

        @Override
        public int getTotalRecordedEvents() {
            return 0;
        }

        @Override
        public List<LinkData> getLinks() {
            return List.of();
        }

        @Override
        public int getTotalRecordedLinks() {
            return 0;
        }

        @Override
        public StatusData getStatus() {
            return StatusData.create(super.getStatus().getStatusCode(), "");
        }
    }
}
