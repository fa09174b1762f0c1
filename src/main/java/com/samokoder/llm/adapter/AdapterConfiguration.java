package com.samokoder.llm.adapter;

import com.samokoder.llm.ChatModels;
import com.samokoder.llm.ProviderCatalog;
import com.samokoder.llm.anthropic.AnthropicMessages;
import com.samokoder.llm.openai.OpenAiCompatible;
import com.samokoder.llm.wire.FailureReader;
import com.samokoder.llm.wire.ProviderTransport;
import com.samokoder.llm.wire.TokenCounter;
import com.samokoder.platform.http.ProviderHttp;
import com.samokoder.platform.http.ProviderUrls;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.util.List;

@Configuration(proxyBeanMethods = false)
class AdapterConfiguration {

    @Bean
    TokenCounter tokenCounter() {
        return new TokenCounter();
    }

    @Bean
    FailureReader failureReader(JsonMapper json, Clock clock) {
        return new FailureReader(json, clock);
    }

    @Bean
    ProviderTransport providerTransport(
            ProviderHttp http, ProviderUrls urls, ProviderCatalog catalog, FailureReader failures) {
        return new ProviderTransport(http, urls, catalog, failures);
    }

    @Bean
    ProviderAdapter openAiCompatible(
            ProviderTransport transport,
            FailureReader failures,
            TokenCounter counter,
            JsonMapper json) {
        return new OpenAiCompatible(transport, failures, counter, json);
    }

    @Bean
    ProviderAdapter anthropicMessages(
            ProviderTransport transport,
            FailureReader failures,
            TokenCounter counter,
            JsonMapper json,
            ProviderCatalog catalog,
            Clock clock) {
        return new AnthropicMessages(transport, failures, counter, json, catalog, clock);
    }

    @Bean
    ChatModels chatModels(List<ProviderAdapter> adapters) {
        return new AdapterChatModels(adapters);
    }
}
