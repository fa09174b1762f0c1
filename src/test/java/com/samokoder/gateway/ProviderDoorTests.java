package com.samokoder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.auth.UserId;
import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatMessage;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.testing.Api;
import com.samokoder.testing.Fault;
import com.samokoder.testing.ReplayServer;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@ServiceTest
class ProviderDoorTests {
    private static final String SECRET = "key-behind-" + "the-door-" + System.nanoTime();

    @Autowired Api anybody;
    @Autowired LlmGateway gateway;

    private final List<ChatEvent> seen = new ArrayList<>();
    private ReplayServer provider;
    private Api ann;
    private UserId payer;
    private String keyPath;

    @BeforeEach
    void keepAKey() {
        provider = ReplayServer.start();
        ann = anybody.register();
        var user = ann.get("/api/auth/user").expect(200).json();
        payer = new UserId(UUID.fromString(user.path("id").stringValue()));
        var key =
                Map.of(
                        "provider",
                        "openai",
                        "name",
                        "door",
                        "api_key",
                        SECRET,
                        "base_url",
                        provider.baseUrl(),
                        "check",
                        false);
        keyPath = ann.post("/api/keys", key).expect(201).header("Location");
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void anAnswerComesByTheUsersOwnKeyAndIsWrittenDown() {
        ask();
        assertThat(seen.getLast()).isInstanceOf(ChatEvent.Finished.class);
        assertThat(provider.lastRequest().headers().get("authorization"))
                .isEqualTo("Bearer " + SECRET);
        assertThat(status()).isEqualTo("valid");
        assertThat(total().path("calls").intValue()).isEqualTo(1);
        assertThat(total().path("output_tokens").intValue()).isPositive();
    }

    @Test
    void aRefusedKeyIsKnownAsInvalidAndWrittenDownAsFree() {
        provider.failAlways(Fault.UNAUTHORIZED);
        assertThatThrownBy(this::ask)
                .isInstanceOfSatisfying(
                        ProviderFailure.class,
                        failure ->
                                assertThat(failure.code())
                                        .isEqualTo(ErrorCode.PROVIDER_KEY_INVALID));
        assertThat(provider.requests()).hasSize(1);
        assertThat(status()).isEqualTo("invalid");
        assertThat(total().path("failed_calls").intValue()).isEqualTo(1);
        assertThat(total().path("unpriced_calls").intValue()).isZero();
    }

    @Test
    void everyAttemptIsWrittenDown() {
        provider.fail(Fault.OVERLOADED);
        ask();
        assertThat(provider.requests()).hasSize(2);
        assertThat(total().path("calls").intValue()).isEqualTo(2);
        assertThat(total().path("failed_calls").intValue()).isEqualTo(1);
    }

    @Test
    void aKeyDeletedMeanwhileServesNoMore() {
        var model = gateway.open(wish());
        ann.delete(keyPath).expect(204);
        assertThatThrownBy(() -> model.stream(request(), new Cancellation(), seen::add))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        failure ->
                                assertThat(failure.code())
                                        .isEqualTo(ErrorCode.PROVIDER_KEY_MISSING));
        assertThat(provider.requests()).isEmpty();
        assertThat(total().path("calls").intValue()).isZero();
    }

    @Test
    void aReplacedKeyServesAtOnce() {
        ask();
        var other = "key-in-its-place-" + System.nanoTime();
        ann.patch(keyPath, Map.of("api_key", other, "check", false)).expect(200);
        ask();
        assertThat(provider.lastRequest().headers().get("authorization"))
                .isEqualTo("Bearer " + other);
    }

    private void ask() {
        gateway.open(wish()).stream(request(), new Cancellation(), seen::add);
    }

    private ModelWish wish() {
        return new ModelWish(
                payer,
                null,
                null,
                null,
                null,
                null,
                "write",
                "developer",
                null,
                SpendListener.none());
    }

    private static ChatRequest request() {
        return new ChatRequest(List.of(ChatMessage.user("hello")), 100, null, Map.of());
    }

    private String status() {
        return ann.get(keyPath).expect(200).json().path("status").stringValue();
    }

    private JsonNode total() {
        return ann.get("/api/usage").expect(200).json().path("total");
    }
}
