package com.samokoder.platform.web;

import jakarta.servlet.Filter;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.web.filter.CorsFilter;

import java.util.List;

/**
 * Where requests are traced every one of them goes the ordinary way, on which the tracers' filters
 * stand.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(ExpressConfiguration.Untraced.class)
class ExpressConfiguration {

    @Bean
    FilterRegistrationBean<ExpressFilter> expressFilter(
            List<ExpressEndpoint> endpoints,
            RequestIdFilter ids,
            SecurityHeadersFilter headers,
            FilterRegistrationBean<CorsFilter> cors,
            BodyLimitFilter bodyLimit,
            FailureAnswers failures,
            RequestTimes times) {
        var filters = List.<Filter>of(ids, headers, cors.getFilter(), bodyLimit);
        var filter = new ExpressFilter(endpoints, filters, failures, times);
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    static final class Untraced implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            var environment = context.getEnvironment();
            return environment.getProperty("sentry.dsn", "false").equals("false")
                    && environment.getProperty("samokoder.tracing.endpoint", "").isEmpty();
        }
    }
}
