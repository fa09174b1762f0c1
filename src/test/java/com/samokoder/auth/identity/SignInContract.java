package com.samokoder.auth.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.util.Locale;
import java.util.Map;

/** What registering and signing in promise, whoever keeps the users. */
abstract class SignInContract {
    @Autowired Api api;

    @Test
    void registrationSignsIn() {
        var email = Api.newEmail();
        var body = register(email, Api.PASSWORD).expect(201).json();

        assertThat(body.at("/user/email").stringValue()).isEqualTo(email);
        assertThat(body.at("/session/token_type").stringValue()).isEqualTo("bearer");
        assertThat(body.at("/session/expires_in").intValue()).isEqualTo(expiresIn());
        var me = api.as(body.at("/session/access_token").stringValue()).get("/api/auth/user");
        assertThat(me.expect(200).json().path("email").stringValue()).isEqualTo(email);
    }

    @Test
    void nobodyIsAnAdministratorByBeingFirst() {
        var me = api.register().get("/api/auth/user").expect(200).json();
        assertThat(me.path("admin").booleanValue()).isFalse();
    }

    @Test
    void addressesDifferInMoreThanCase() {
        var email = Api.newEmail();
        register(email, Api.PASSWORD).expect(201);

        register(email.toUpperCase(Locale.ROOT), Api.PASSWORD).expectProblem(409, "conflict");
        login(email.toUpperCase(Locale.ROOT), Api.PASSWORD).expect(200);
    }

    @Test
    void wrongPasswordAndUnknownUserAreTheSameAnswer() {
        var email = Api.newEmail();
        register(email, Api.PASSWORD).expect(201);

        var wrong = login(email, "not the password").expectProblem(401, "invalid_credentials");
        var unknown = login(Api.newEmail(), "not the password");

        unknown.expectProblem(401, "invalid_credentials");
        assertThat(withoutRequestId(unknown)).isEqualTo(withoutRequestId(wrong));
        assertThat(unknown.headers().names()).isEqualTo(wrong.headers().names());
    }

    @Test
    void passwordsMayHoldAnythingUnchanged() {
        var email = Api.newEmail();
        var password = "  пробелы, ключ 🔑 и нуль  ";
        register(email, password).expect(201);

        login(email, password).expect(200);
        login(email, password.strip()).expectProblem(401, "invalid_credentials");
    }

    @Test
    void refusesShortLongAndCommonPasswords() {
        register(Api.newEmail(), "1234567").expectProblem(400, "invalid_request");
        register(Api.newEmail(), "x".repeat(129)).expectProblem(400, "invalid_request");
        register(Api.newEmail(), "Password1").expectProblem(400, "invalid_request");
        var phrase = "a phrase that goes on, ".repeat(6);
        register(Api.newEmail(), phrase.substring(0, longestPassword())).expect(201);
    }

    @Test
    void refusesFieldsThatTheServerOwns() {
        for (var field : new String[] {"is_admin", "admin", "role", "id", "user_id"}) {
            var body = Map.of("email", Api.newEmail(), "password", Api.PASSWORD, field, "true");
            api.post("/api/auth/register", body).expectProblem(400, "invalid_request");
        }
    }

    /** Seconds that an access token counts. */
    abstract int expiresIn();

    abstract int longestPassword();

    private String withoutRequestId(Answer answer) {
        return answer.text().replaceAll("\"request_id\":\"[^\"]*\"", "");
    }

    Answer register(String email, String password) {
        return api.post("/api/auth/register", Map.of("email", email, "password", password));
    }

    Answer login(String email, String password) {
        return api.post("/api/auth/login", Map.of("email", email, "password", password));
    }
}
