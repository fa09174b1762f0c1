package com.samokoder.platform.http;

import com.samokoder.platform.environment.Installation;

import okhttp3.Dns;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

    @Bean
    AddressRules addressRules(HttpProperties properties, Installation installation) {
        var allowed = properties.allowPrivateBaseUrls();
        return new AddressRules(allowed == null ? !installation.production() : allowed);
    }

    @Bean
    ProviderUrls providerUrls(HttpProperties properties, AddressRules rules) {
        return new ProviderUrls(rules, properties.allowedPorts());
    }

    @Bean
    ProviderHttp providerHttp(HttpProperties properties, AddressRules rules) {
        return new ProviderHttp(properties, rules, Dns.SYSTEM);
    }
}
