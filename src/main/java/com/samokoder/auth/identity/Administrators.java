package com.samokoder.auth.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;

import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.Map;

/** Who runs this installation: by the operator's list of addresses, or marked in the database. */
@Component
public final class Administrators {
    private static final Duration REMEMBERED = Duration.ofSeconds(10);
    private static final int MOST = 50_000;

    private final IdentityProperties properties;
    private final Database database;
    private final Cache<UserId, Boolean> marked =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();

    Administrators(IdentityProperties properties, Database database) {
        this.properties = properties;
        this.database = database;
    }

    public boolean include(UserId user, String email) {
        return properties.listsAdmin(email) || marked.get(user, this::isMarked);
    }

    private boolean isMarked(UserId user) {
        return database.call(Caller.service(), "auth_is_admin", Map.of("user_id", user.value()))
                .map(JsonNode::asBoolean)
                .orElse(false);
    }
}
