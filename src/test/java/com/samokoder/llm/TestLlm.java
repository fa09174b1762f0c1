package com.samokoder.llm;

import com.samokoder.platform.environment.Installation;
import com.samokoder.platform.secrets.Secret;
import com.samokoder.testing.ReplayServer;

import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The module as it is wired in the service, with short time-outs. */
public final class TestLlm implements AutoCloseable {
    public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String[] QUICK = {
        "samokoder.http.connect-timeout=1s",
        "samokoder.http.first-byte-timeout=1500ms",
        "samokoder.http.idle-timeout=1s",
        "samokoder.http.call-timeout=60s",
        "samokoder.http.watchdog-sweep=20ms",
        "samokoder.demo.delta-millis=0"
    };

    private final ConfigurableApplicationContext context;

    public TestLlm() {
        this.context = new AnnotationConfigApplicationContext();
        var annotated = (AnnotationConfigApplicationContext) context;
        prepare(annotated, "test");
        TestPropertyValues.of(QUICK).applyTo(context);
        annotated.refresh();
    }

    /** Starts the module with other properties and looks at the outcome. */
    public static void start(
            String environment,
            ContextConsumer<AssertableApplicationContext> check,
            String... properties) {
        new ApplicationContextRunner(
                        () -> {
                            var made = new AnnotationConfigApplicationContext();
                            prepare(made, environment);
                            return made;
                        })
                .withPropertyValues(QUICK)
                .withPropertyValues(properties)
                .run(check);
    }

    private static void prepare(AnnotationConfigApplicationContext made, String environment) {
        made.registerBean(
                Installation.class, () -> new Installation(environment, Path.of("target/data")));
        made.registerBean(Clock.class, () -> Clock.fixed(NOW, ZoneOffset.UTC));
        made.registerBean(JsonMapper.class, () -> JsonMapper.builder().build());
        made.registerBean(
                DemoScript.class,
                () -> request -> "Сценарий: " + request.purpose() + " 🎉".repeat(40));
        made.register(Modules.class);
    }

    public ChatModels models() {
        return context.getBean(ChatModels.class);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public ChatModel open(String provider, ReplayServer server, String model) {
        return models().open(connection(provider, server), model);
    }

    public static ProviderConnection connection(String provider, ReplayServer server) {
        return new ProviderConnection(provider, server.baseUrl(), new Secret("test-key-0001"));
    }

    public static ChatRequest request(String... userMessages) {
        var messages = new ArrayList<ChatMessage>();
        messages.add(ChatMessage.system("You are terse."));
        Arrays.stream(userMessages).map(ChatMessage::user).forEach(messages::add);
        return new ChatRequest(messages, 500, 0.2, Map.of("agent", "tester"));
    }

    /** Everything a model says. */
    public static Transcript listen(ChatModel model, ChatRequest request) {
        var transcript = new Transcript(new ArrayList<>());
        model.stream(request, new Cancellation(), transcript.events()::add);
        return transcript;
    }

    @Override
    public void close() {
        context.close();
    }

    /** What was said, in order. */
    public record Transcript(List<ChatEvent> events) {
        public String text() {
            var text = new StringBuilder();
            for (var event : events) {
                if (event instanceof ChatEvent.TextDelta(String delta)) {
                    text.append(delta);
                }
            }
            return text.toString();
        }

        public String reasoning() {
            var text = new StringBuilder();
            for (var event : events) {
                if (event instanceof ChatEvent.ReasoningDelta(String delta)) {
                    text.append(delta);
                }
            }
            return text.toString();
        }

        public ChatEvent.Finished finished() {
            return (ChatEvent.Finished) events.getLast();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ComponentScan({"com.samokoder.llm", "com.samokoder.platform.http"})
    @EnableConfigurationProperties
    @ConfigurationPropertiesScan({"com.samokoder.llm", "com.samokoder.platform.http"})
    static class Modules {}
}
