package com.samokoder.platform.tracing;

import com.samokoder.platform.environment.Installation;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.type.AnnotatedTypeMetadata;

import java.time.Duration;
import java.util.Optional;

/**
 * Traces only where a collector is named. Otherwise the tracer is OpenTelemetry's own that does
 * nothing: there is no exporter, no thread and no filter around requests.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TracingProperties.class)
class TracingConfiguration {
    private static final String SCOPE = "com.samokoder";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Bean
    Tracer tracer(ObjectProvider<SdkTracerProvider> provider) {
        var sdk = provider.getIfAvailable();
        return (sdk == null ? OpenTelemetry.noop().getTracerProvider() : sdk).get(SCOPE);
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(WithCollector.class)
    static class Collector {

        @Bean(destroyMethod = "close")
        SdkTracerProvider tracerProvider(
                TracingProperties properties,
                Installation installation,
                ObjectProvider<BuildProperties> build) {
            var exporter =
                    OtlpHttpSpanExporter.builder()
                            .setEndpoint(properties.tracesUrl())
                            .setTimeout(PATIENCE)
                            .setHeaders(properties::exportHeaders)
                            .build();
            var spans = BatchSpanProcessor.builder(new AllowedSpans(exporter)).build();
            return SdkTracerProvider.builder()
                    .addSpanProcessor(spans)
                    .setSampler(sampler(properties.ratio()))
                    .setResource(resource(properties, installation, version(build)))
                    .build();
        }

        /** Who calls from outside continues a trace, and does not decide how many are kept. */
        private static Sampler sampler(double ratio) {
            var part = Sampler.traceIdRatioBased(ratio);
            return Sampler.parentBasedBuilder(part)
                    .setRemoteParentSampled(part)
                    .setRemoteParentNotSampled(Sampler.alwaysOff())
                    .build();
        }

        @Bean
        FilterRegistrationBean<RequestSpanFilter> requestSpans(Tracer tracer) {
            var registration = new FilterRegistrationBean<>(new RequestSpanFilter(tracer));
            // Right behind the filter that gives the request its id.
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
            return registration;
        }
    }

    private static String version(ObjectProvider<BuildProperties> build) {
        return Optional.ofNullable(build.getIfAvailable())
                .map(BuildProperties::getVersion)
                .orElse("development");
    }

    private static Resource resource(
            TracingProperties properties, Installation installation, String version) {
        return Resource.getDefault().toBuilder()
                .put(AttributeKey.stringKey("service.name"), properties.serviceName())
                .put(AttributeKey.stringKey("service.version"), version)
                .put(
                        AttributeKey.stringKey("deployment.environment.name"),
                        installation.environment())
                .build();
    }

    /** Where {@code OTEL_EXPORTER_OTLP_ENDPOINT} names one. */
    static final class WithCollector implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            var endpoint = context.getEnvironment().getProperty("samokoder.tracing.endpoint", "");
            return !endpoint.isBlank();
        }
    }
}
