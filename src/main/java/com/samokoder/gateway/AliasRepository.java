package com.samokoder.gateway;

import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;

import org.springframework.stereotype.Repository;

import java.util.List;
import java.util.Map;
import java.util.Optional;

@Repository
class AliasRepository {
    private final Database database;

    AliasRepository(Database database) {
        this.database = database;
    }

    List<Alias> list(UserId owner) {
        return database.list(owner.caller(), "gateway_aliases_list", Map.of(), Alias.class);
    }

    /** Empty where the user has as many as there may be. */
    Optional<Alias> put(UserId owner, String name, List<String> models, int limit) {
        return database.find(
                Caller.service(),
                "gateway_aliases_put",
                Map.of("user_id", owner.value(), "name", name, "models", models, "limit", limit),
                Alias.class);
    }

    void delete(UserId owner, String name) {
        database.call(
                Caller.service(),
                "gateway_aliases_delete",
                Map.of("user_id", owner.value(), "name", name));
    }
}
