package com.samokoder.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.Fault;
import com.samokoder.testing.ReplayServer;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.Map;

@ServiceTest
class KeysApiTests {
    private static final String SECRET = "key-of-" + "ann-" + System.nanoTime();

    @Autowired Api anybody;

    private ReplayServer provider;
    private Api ann;

    @BeforeEach
    void start() {
        provider = ReplayServer.start();
        ann = anybody.register();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void aWorkingKeyIsKeptAndNeverShown() {
        var answer = ann.post("/api/keys", key(SECRET)).expect(201);
        var shown = answer.json();
        assertThat(answer.text()).doesNotContain(SECRET);
        assertThat(shown.path("status").stringValue()).isEqualTo("valid");
        assertThat(shown.path("last_four").stringValue())
                .isEqualTo(SECRET.substring(SECRET.length() - 4));
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(answer.header("Location")).isEqualTo("/api/keys/" + id(shown));
        assertThat(provider.lastRequest().headers().get("authorization"))
                .isEqualTo("Bearer " + SECRET);
        assertThat(ann.get("/api/keys").expect(200).text()).contains(id(shown));
        assertThat(ann.get("/api/keys/" + id(shown)).expect(200).text()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "UNAUTHORIZED, invalid, provider_key_invalid",
        "PAYMENT_REQUIRED, exhausted, provider_quota_exhausted",
        "QUOTA_EXHAUSTED, exhausted, provider_quota_exhausted",
        "RATE_LIMITED, rate_limited, provider_rate_limited",
        "SERVER_ERROR, unchecked, provider_unavailable",
        "DROP_CONNECTION, unchecked, provider_unavailable"
    })
    void aFailingKeyIsKeptWithItsStatus(Fault fault, String status, String reason) {
        provider.failAlways(fault);
        var shown = ann.post("/api/keys", key(SECRET)).expect(201).json();
        assertThat(shown.path("status").stringValue()).isEqualTo(status);
        assertThat(shown.path("status_reason").stringValue()).isEqualTo(reason);
        provider.work();
        var checked = ann.post("/api/keys/" + id(shown) + "/check").expect(200).json();
        assertThat(checked.path("status").stringValue()).isEqualTo("valid");
        assertThat(checked.path("status_reason").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"line\nbreak-in-key", "space in key", "ключ-по-русски", "end-of-line\r\n"})
    void aKeyWithOtherCharactersIsRefusedWithoutBeingRepeated(String secret) {
        var answer = ann.post("/api/keys", key(secret)).expectProblem(400, "invalid_request");
        assertThat(answer.json().at("/errors/0/pointer").stringValue()).isEqualTo("/api_key");
        assertThat(answer.text()).doesNotContain("in-key").doesNotContain("end-of-line");
        assertThat(ann.get("/api/keys").json().path("data").size()).isZero();
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertRefused("/provider", with(key(SECRET), "provider", "nowhere"));
        assertRefused("/provider", with(key(SECRET), "provider", "demo"));
        assertRefused("/api_key", with(key(SECRET), "api_key", "short"));
        assertRefused("/api_key", with(key(SECRET), "api_key", "x".repeat(513)));
        assertRefused("/api_key", with(key(SECRET), "api_key", null));
        assertRefused("/base_url", with(key(SECRET), "base_url", "ftp://example.com"));
        assertRefused("/base_url", with(key(SECRET), "base_url", "https://me@example.com/v1"));
        assertRefused("/priority", with(key(SECRET), "priority", 1001));
        assertRefused("/name", with(key(SECRET), "name", " "));
        var custom = with(key(SECRET), "provider", "custom");
        assertRefused("/base_url", with(custom, "base_url", null));
        ann.post("/api/keys", with(key(SECRET), "user_id", "somebody"))
                .expectProblem(400, "invalid_request");
    }

    @Test
    void theSameKeyIsNotKeptTwice() {
        ann.post("/api/keys", key(SECRET)).expect(201);
        ann.post("/api/keys", key(SECRET)).expectProblem(409, "conflict");
        anybody.register().post("/api/keys", key(SECRET)).expect(201);
    }

    @Test
    void aNewAddressNeedsTheKeyAgain() {
        var path = "/api/keys/" + id(ann.post("/api/keys", key(SECRET)).expect(201).json());
        try (var elsewhere = ReplayServer.start()) {
            var url = elsewhere.baseUrl();
            ann.patch(path, Map.of("base_url", url)).expectProblem(400, "invalid_request");
            assertThat(elsewhere.requests()).isEmpty();
            ann.patch(path, Map.of("base_url", url, "api_key", SECRET + "2")).expect(200);
            assertThat(elsewhere.lastRequest().headers().get("authorization"))
                    .isEqualTo("Bearer " + SECRET + "2");
        }
    }

    @Test
    void changesNeedTheVersionThatWasSeen() {
        var path = "/api/keys/" + id(ann.post("/api/keys", key(SECRET)).expect(201).json());
        var seen = ann.with("If-Match", "\"1\"");
        var changed = seen.patch(path, Map.of("name", "other", "priority", 5)).expect(200);
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        assertThat(changed.json().path("name").stringValue()).isEqualTo("other");
        seen.patch(path, Map.of("name", "late")).expectProblem(412, "version_conflict");
        seen.delete(path).expectProblem(412, "version_conflict");
        ann.with("If-Match", "\"2\"").delete(path).expect(204);
        ann.get(path).expectProblem(404, "not_found");
    }

    @Test
    void strangersFindNothing() {
        var path = "/api/keys/" + id(ann.post("/api/keys", key(SECRET)).expect(201).json());
        var bob = anybody.register();
        bob.get(path).expectProblem(404, "not_found");
        bob.patch(path, Map.of("name", "mine")).expectProblem(404, "not_found");
        bob.delete(path).expectProblem(404, "not_found");
        bob.post(path + "/check").expectProblem(404, "not_found");
        assertThat(bob.get("/api/keys").expect(200).json().path("data").size()).isZero();
        anybody.get("/api/keys").expectProblem(401, "unauthenticated");
    }

    @Test
    void keepsFiftyKeys() {
        for (int index = 0; index < 50; index++) {
            ann.post("/api/keys", with(key(SECRET + index), "check", false)).expect(201);
        }
        ann.post("/api/keys", with(key(SECRET), "check", false)).expectProblem(409, "conflict");
        assertThat(ann.get("/api/keys").json().path("data").size()).isEqualTo(50);
    }

    @Test
    void showsWhichProvidersAndModelsThereAre() {
        var shown = ann.post("/api/keys", key(SECRET)).expect(201).json();
        var providers = ann.get("/api/providers").expect(200).json().path("data");
        for (var known : providers) {
            assertThat(known.path("has_key").booleanValue())
                    .isEqualTo(known.path("id").stringValue().equals("openai"));
        }
        var models = ann.get("/api/models?provider=openai").expect(200).json().path("data");
        assertThat(models.size()).isPositive();
        assertThat(models.path(0).path("usable").booleanValue()).isTrue();
        var live = ann.get("/api/models?key_id=" + id(shown)).expect(200).json().path("data");
        assertThat(live.path(0).path("id").stringValue()).startsWith("openai/");
        provider.failAlways(Fault.UNAUTHORIZED);
        ann.get("/api/models?key_id=" + id(shown)).expectProblem(424, "provider_key_invalid");
        assertThat(ann.get("/api/keys/" + id(shown)).json().path("status").stringValue())
                .isEqualTo("invalid");
    }

    @Test
    void onlyAdministratorsRotate() {
        ann.post("/api/admin/keys/rotate").expectProblem(403, "forbidden");
    }

    private void assertRefused(String pointer, Map<String, Object> body) {
        var problem = ann.post("/api/keys", body).expectProblem(400, "invalid_request").json();
        assertThat(problem.at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
        assertThat(problem.at("/errors/0/detail").stringValue()).doesNotStartWith("keys.");
    }

    private Map<String, Object> key(String secret) {
        var body = new HashMap<String, Object>();
        body.put("provider", "openai");
        body.put("name", "Ann's key");
        body.put("api_key", secret);
        body.put("base_url", provider.baseUrl());
        return body;
    }

    private static Map<String, Object> with(Map<String, Object> body, String name, Object value) {
        var changed = new HashMap<>(body);
        changed.put(name, value);
        return changed;
    }

    private static String id(JsonNode key) {
        return key.path("id").stringValue();
    }
}
