package com.samokoder.auth.identity;

import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;

import tools.jackson.databind.JsonNode;

import java.util.Map;

/** A user of the tests with an address, a password and the tokens of one session. */
record Signed(Api anonymous, String email, String password, String access, String refresh) {

    static Signed up(Api api) {
        var email = Api.newEmail();
        var body =
                api.post("/api/auth/register", Map.of("email", email, "password", Api.PASSWORD))
                        .expect(201)
                        .json();
        return of(api, email, Api.PASSWORD, body.path("session"));
    }

    private static Signed of(Api api, String email, String password, JsonNode session) {
        return new Signed(
                api,
                email,
                password,
                session.path("access_token").stringValue(),
                session.path("refresh_token").stringValue());
    }

    /** Another session of the same user. */
    Signed in() {
        return of(anonymous, email, password, login(password).expect(200).json());
    }

    /** The session after its refresh token was exchanged. */
    Signed refreshed() {
        return of(anonymous, email, password, exchange().expect(200).json());
    }

    Answer login(String tried) {
        return anonymous.post("/api/auth/login", Map.of("email", email, "password", tried));
    }

    Answer exchange() {
        return anonymous.post("/api/auth/refresh", Map.of("refresh_token", refresh));
    }

    Api api() {
        return anonymous.as(access);
    }

    Answer me() {
        return api().get("/api/auth/user");
    }
}
