package com.samokoder.auth.identity;

import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Database;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

import java.util.Map;
import java.util.Optional;

@Repository
final class ProfileRepository {
    private final Database database;

    ProfileRepository(Database database) {
        this.database = database;
    }

    Optional<Profile> find(UserId user) {
        return database.find(user.caller(), "auth_find_profile", Map.of(), Profile.class);
    }

    Profile change(UserId user, ProfileChange change, @Nullable Long seenVersion) {
        return database.get(
                user.caller(),
                "auth_change_profile",
                Database.arguments(
                        "full_name", change.fullName(),
                        "language", change.language(),
                        "default_provider", change.defaultProvider(),
                        "default_model", change.defaultModel(),
                        "version", seenVersion),
                Profile.class);
    }
}
