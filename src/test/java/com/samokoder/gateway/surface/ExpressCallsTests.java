package com.samokoder.gateway.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;
import com.samokoder.testing.ReplayServer;
import com.samokoder.testing.Reply;
import com.samokoder.testing.ServiceTest;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Calls that pass Spring's filters by are answered as those that do not. */
@ServiceTest
class ExpressCallsTests {
    private static final String PATH = "/v1/chat/completions";
    private static final String MODEL = "openai/gpt-6.1-terra";

    /** Differ from one answer to the next whichever way the request went. */
    private static final Set<String> OF_ONE_ANSWER =
            Set.of("x-request-id", "request-id", "date", "ratelimit", "x-samokoder-key-id");

    @Autowired Api anybody;
    @Autowired MeterRegistry meters;

    private ReplayServer provider;

    @BeforeEach
    void start() {
        provider = ReplayServer.start().replyAlways(Reply.recorded(200, "openai/completion.json"));
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void aWholeAnswerIsTheSame() {
        assertAlike(ann -> ann.post(PATH, Gateway.chat(MODEL, false)), 200);
    }

    @Test
    void aStreamIsTheSame() {
        provider.replyAlways(Reply.recorded(200, "openai/stream.sse"));
        assertAlike(ann -> ann.post(PATH, Gateway.chat(MODEL, true)), 200);
    }

    @Test
    void bodiesThatAreWrongAreRefusedAlike() {
        assertAlike(ann -> ann.postRaw(PATH, "{\"model\":"), 400);
        assertAlike(ann -> ann.postRaw(PATH, ""), 400);
        assertAlike(ann -> ann.postRaw(PATH, "[]"), 400);
        assertAlike(ann -> ann.post(PATH, Map.of("stream", false)), 400);
    }

    @Test
    void callersWithoutATokenThatCountsAreRefusedAlike() {
        assertAlike(ann -> ann.as("sk-samo-nonsense").post(PATH, Gateway.chat(MODEL, false)), 401);
        var shaped = "sk-samo-0123456789abcdef-" + "A".repeat(43);
        assertAlike(ann -> ann.as(shaped).post(PATH, Gateway.chat(MODEL, false)), 401);
    }

    @Test
    void aSessionMayCallAsWell() {
        var ann = owner();
        ann.session().post(PATH, Gateway.chat(MODEL, false)).expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/chat/completions/", "/v1/chat/%63ompletions", "/v1/chat/./completions"})
    void otherSpellingsOfThePathGoNoShorterWay(String spelling) {
        var ann = owner();
        var stranger = anybody.post(spelling, Gateway.chat(MODEL, false));
        assertThat(stranger.status()).isIn(400, 401, 404);
        assertThat(ann.spent().path("calls").intValue()).isZero();
        assertThat(provider.requests()).isEmpty();
    }

    @Test
    void theMeterOfRequestsCountsThemWithTheTagsOfAllOthers() {
        var ann = owner();
        long before = counted("200");
        ann.complete(MODEL).expect(200);
        ann.client().postRaw(PATH, "[]").expect(400);

        assertThat(counted("200")).isEqualTo(before + 1);
        assertThat(counted("400")).isPositive();
        var keys =
                meters.find("http.server.requests").timers().stream()
                        .map(Timer::getId)
                        .map(Meter.Id::getTags)
                        .map(tags -> tags.stream().map(Tag::getKey).collect(Collectors.toSet()))
                        .collect(Collectors.toSet());
        assertThat(keys).hasSize(1);
    }

    private long counted(String status) {
        return meters
                .find("http.server.requests")
                .tags("uri", PATH, "status", status)
                .timers()
                .stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private Gateway owner() {
        var ann = Gateway.of(anybody);
        ann.key("openai", provider);
        return ann;
    }

    /** Makes the same call twice, the second time so that it goes the ordinary way. */
    private void assertAlike(Function<Api, Answer> call, int status) {
        var express = call.apply(owner().client()).expect(status);
        var ordinary = call.apply(owner().client().with("Idempotency-Key", "once")).expect(status);

        assertThat(neutral(express)).isEqualTo(neutral(ordinary));
        assertThat(names(express)).isEqualTo(names(ordinary));
        for (var name : express.headers().names()) {
            if (!OF_ONE_ANSWER.contains(name.toLowerCase(Locale.ROOT))) {
                assertThat(express.headers().values(name))
                        .as(name)
                        .isEqualTo(ordinary.headers().values(name));
            }
        }
    }

    private static String neutral(Answer answer) {
        var id = answer.header("X-Request-Id");
        return id == null ? answer.text() : answer.text().replace(id, "the id");
    }

    private static Collection<String> names(Answer answer) {
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(answer.headers().names());
        return names;
    }
}
