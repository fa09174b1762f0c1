package com.samokoder.platform.web.health;

import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;
import com.samokoder.platform.web.HealthCheck;

import org.springframework.stereotype.Component;

import java.util.Map;

@Component
class DatabaseHealth implements HealthCheck {
    private final Database database;

    DatabaseHealth(Database database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "database";
    }

    @Override
    public Outcome check() {
        return database.call(Caller.service(), "samo_ping", Map.of()).isPresent()
                ? Outcome.ok()
                : Outcome.failed("the database answered nothing");
    }
}
