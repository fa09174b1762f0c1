package com.samokoder.auth.local;

import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;
import com.samokoder.platform.supabase.WithoutSupabase;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The users; asked by address, too, when nobody is signed in yet. */
@WithoutSupabase
@Repository
final class UserDirectory {
    private final Database database;

    UserDirectory(Database database) {
        this.database = database;
    }

    /** Makes the user, the profile and the first session, or none of them. */
    StoredCredentials register(UserId user, NewUser wanted, Ticket ticket, long lifetimeSeconds) {
        return database.get(
                Caller.service(),
                "local_register",
                Database.arguments(
                        "user_id", user.value(),
                        "email", wanted.email(),
                        "password_hash", wanted.passwordHash(),
                        "full_name", wanted.fullName(),
                        "session_id", ticket.session(),
                        "refresh_hash", ticket.refreshHash(),
                        "lifetime_seconds", lifetimeSeconds),
                StoredCredentials.class);
    }

    Optional<StoredCredentials> find(String email) {
        return database.find(
                Caller.service(),
                "local_find_credentials",
                Map.of("email", email),
                StoredCredentials.class);
    }

    Optional<StoredCredentials> find(UserId user) {
        return database.find(
                Caller.service(),
                "local_get_credentials",
                Map.of("user_id", user.value()),
                StoredCredentials.class);
    }

    /** Ends every other session in the same breath; {@code conflict} if somebody was faster. */
    void changePassword(UserId user, String oldHash, String newHash, UUID spared) {
        database.call(
                Caller.service(),
                "local_change_password",
                Map.of(
                        "user_id", user.value(),
                        "old_hash", oldHash,
                        "new_hash", newHash,
                        "session_id", spared));
    }

    void delete(UserId user) {
        database.call(Caller.service(), "local_delete_user", Map.of("user_id", user.value()));
    }

    /** A user to be made; the address already normalised. */
    record NewUser(String email, String passwordHash, @Nullable String fullName) {
        @Override
        public String toString() {
            return "NewUser[hidden]";
        }
    }
}
