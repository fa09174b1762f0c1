package com.samokoder.testing;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

import tools.jackson.databind.json.JsonMapper;

@TestConfiguration(proxyBeanMethods = false)
class ApiConfiguration {

    @Bean
    @Lazy
    Api api(Environment environment, JsonMapper json) {
        return new Api(
                "http://127.0.0.1:" + environment.getRequiredProperty("local.server.port"), json);
    }
}
