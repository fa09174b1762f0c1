package com.samokoder.llm.demo;

import com.samokoder.llm.DemoScript;
import com.samokoder.llm.adapter.ProviderAdapter;
import com.samokoder.llm.wire.TokenCounter;
import com.samokoder.platform.environment.Installation;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.time.Duration;

@Configuration(proxyBeanMethods = false)
class DemoConfiguration {

    @Bean
    DemoSwitch demoSwitch(DemoProperties properties, Installation installation) {
        return DemoSwitch.of(properties, installation);
    }

    @Bean
    ProviderAdapter demoAdapter(
            DemoSwitch demo,
            DemoProperties properties,
            ObjectProvider<DemoScript> script,
            TokenCounter counter,
            JsonMapper json,
            Clock clock) {
        if (!demo.on()) {
            return new DemoOff();
        }
        return new DemoAdapter(
                request -> script.getObject().answer(request),
                new DemoExchange(json, clock),
                counter,
                Duration.ofMillis(properties.deltaMillis()));
    }
}
