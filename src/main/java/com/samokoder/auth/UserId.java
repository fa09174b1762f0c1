package com.samokoder.auth;

import com.samokoder.platform.database.Caller;

import java.util.UUID;

/** The tenant. */
public record UserId(UUID value) {

    /** Database calls in this user's name, under row level security. */
    public Caller caller() {
        return Caller.user(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
