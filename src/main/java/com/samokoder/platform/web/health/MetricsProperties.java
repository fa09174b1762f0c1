package com.samokoder.platform.web.health;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may read {@code /metrics} beside the loopback and private networks.
 *
 * @param token what a scraper from elsewhere sends as a bearer token; empty for nobody
 */
@ConfigurationProperties("samokoder.metrics")
public record MetricsProperties(@DefaultValue("") String token) {
    @Override
    public String toString() {
        return "MetricsProperties[hidden]";
    }
}
