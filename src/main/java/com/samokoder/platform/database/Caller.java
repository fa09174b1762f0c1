package com.samokoder.platform.database;

import java.util.UUID;

/** In whose name a function of the database is called; decides the role it runs as. */
public sealed interface Caller {

    /** Role {@code authenticated} under row level security, as this user. */
    record User(UUID id) implements Caller {}

    /** Role {@code service_role}: the functions that no user may reach. */
    record Service() implements Caller {}

    /** Role {@code anon}. */
    record Anonymous() implements Caller {}

    static Caller user(UUID id) {
        return new User(id);
    }

    static Caller service() {
        return new Service();
    }
}
