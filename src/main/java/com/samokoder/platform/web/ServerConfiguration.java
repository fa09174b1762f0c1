package com.samokoder.platform.web;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;

@Configuration(proxyBeanMethods = false)
class ServerConfiguration {

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcatSpeaksProblems() {
        return factory ->
                factory.addContextCustomizers(context -> {
                    if (context.getParent() instanceof StandardHost host) {
                        host.setErrorReportValveClass(ProblemReportValve.class.getName());
                    }
                });
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcatShowsConnections() {
        return factory -> factory.addContextValves(new ConnectionValve());
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcatStreams() {
        return factory -> {
            factory.setProtocol(StreamingProtocol.class.getName());
            factory.addConnectorCustomizers(StreamingProtocol::shrink);
        };
    }

    @Bean
    LocaleResolver localeResolver() {
        var resolver = new AcceptHeaderLocaleResolver();
        resolver.setSupportedLocales(Texts.LANGUAGES);
        resolver.setDefaultLocale(Texts.LANGUAGES.getFirst());
        return resolver;
    }
}
