package com.samokoder.platform.tracing;

import com.samokoder.platform.secrets.Secret;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where traces go, by the variables that OpenTelemetry defines.
 *
 * @param endpoint base address of a collector that takes OTLP over HTTP; empty for no traces
 * @param headers with each export, as {@code name=value,name=value} with percent-encoded values
 * @param ratio of the traces that are kept, from 0 to 1
 * @param serviceName what the collector knows this service by
 */
@ConfigurationProperties("samokoder.tracing")
record TracingProperties(
        @DefaultValue("") String endpoint,
        @DefaultValue("") Secret headers,
        @DefaultValue("0.1") double ratio,
        @DefaultValue("samokoder") String serviceName) {

    boolean on() {
        return !endpoint.isBlank();
    }

    /**
     * @throws IllegalStateException that says which variable to set to what
     */
    String tracesUrl() {
        try {
            var uri = new URI(endpoint.strip());
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getQuery() == null) {
                return endpoint.strip().replaceFirst("/+$", "") + "/v1/traces";
            }
        } catch (URISyntaxException notAnAddress) {
            // Said below.
        }
        throw new IllegalStateException(
                "OTEL_EXPORTER_OTLP_ENDPOINT must be the http(s) address of a collector, such as"
                        + " http://collector:4318");
    }

    /**
     * @throws IllegalStateException that says which variable to set to what
     */
    Map<String, String> exportHeaders() {
        var all = new LinkedHashMap<String, String>();
        if (headers.reveal().isBlank()) {
            return all;
        }
        for (var pair : headers.reveal().split(",")) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalStateException(
                        "OTEL_EXPORTER_OTLP_HEADERS must be name=value pairs, comma-separated");
            }
            all.put(pair.substring(0, equals).strip(), decoded(pair.substring(equals + 1)));
        }
        return all;
    }

    private static String decoded(String value) {
        // A plus sign is one: these are not forms.
        return URLDecoder.decode(value.strip().replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /**
     * @throws IllegalStateException that says which variable to set to what
     */
    void check() {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalStateException(
                    "OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1: the part of the traces"
                            + " that is kept");
        }
        if (on()) {
            tracesUrl();
            exportHeaders();
        }
    }
}
