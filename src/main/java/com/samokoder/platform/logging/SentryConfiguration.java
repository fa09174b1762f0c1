package com.samokoder.platform.logging;

import io.sentry.Sentry;
import io.sentry.SentryOptions;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Everything that may go to Sentry goes through {@link SentryEvents}. */
@Configuration(proxyBeanMethods = false)
class SentryConfiguration {

    @Bean
    Sentry.OptionsConfiguration<SentryOptions> sentryOptions() {
        return SentryConfiguration::protect;
    }

    static void protect(SentryOptions options) {
        options.setSendDefaultPii(false);
        options.setMaxRequestBodySize(SentryOptions.RequestSize.NONE);
        options.setAttachServerName(false);
        options.setAttachThreads(false);
        options.setBeforeSend((event, hint) -> SentryEvents.reduce(event));
        options.setBeforeSendTransaction((transaction, hint) -> SentryEvents.reduce(transaction));
        options.setBeforeBreadcrumb((breadcrumb, hint) -> SentryEvents.reduce(breadcrumb));
    }
}
