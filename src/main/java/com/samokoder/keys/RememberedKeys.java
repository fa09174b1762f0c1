package com.samokoder.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.samokoder.auth.UserId;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A user's keys as they were a moment ago, so that not every call asks the database. What is sealed
 * stays sealed. A change made here counts at once, one made by another replica within seconds.
 */
@Component
class RememberedKeys {
    private static final Duration REMEMBERED = Duration.ofSeconds(4);
    private static final int MOST_USERS = 10_000;
    private static final int MOST_KEYS = 20_000;

    private final KeyRepository keys;
    private final Cache<UserId, List<KeyRow>> lists =
            Caffeine.newBuilder().maximumSize(MOST_USERS).expireAfterWrite(REMEMBERED).build();
    private final Cache<Place, Optional<SealedKey>> sealed =
            Caffeine.newBuilder().maximumSize(MOST_KEYS).expireAfterWrite(REMEMBERED).build();

    RememberedKeys(KeyRepository keys) {
        this.keys = keys;
    }

    List<KeyRow> list(UserId owner) {
        return lists.get(owner, keys::list);
    }

    /** Notes that the key was used, each time it is fetched anew. */
    Optional<SealedKey> open(UserId owner, KeyId id) {
        return sealed.get(new Place(owner, id), _ -> keys.open(owner, id));
    }

    /** The key changed, or is gone. */
    void forget(UserId owner, KeyId id) {
        lists.invalidate(owner);
        sealed.invalidate(new Place(owner, id));
    }

    /** What is known about the user's keys changed, or there is another. */
    void forgetList(UserId owner) {
        lists.invalidate(owner);
    }

    private record Place(UserId owner, KeyId id) {}
}
