package com.samokoder.platform.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.util.List;

/**
 * What the HTTP surface lets in.
 *
 * @param corsOrigins browsers' origins that may call the service, exactly as they send them
 * @param maxBody largest body of a request
 * @param bodyLimits other limits for the paths that start with a prefix; the first match counts
 */
@ConfigurationProperties("samokoder.web")
public record WebProperties(
        @DefaultValue List<String> corsOrigins,
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue List<BodyLimit> bodyLimits) {

    /**
     * @param prefix start of the path
     * @param limit largest body
     */
    public record BodyLimit(String prefix, DataSize limit) {}

    long maxBody(String path) {
        return bodyLimits.stream()
                .filter(limit -> path.startsWith(limit.prefix()))
                .findFirst()
                .map(BodyLimit::limit)
                .orElse(maxBody)
                .toBytes();
    }
}
