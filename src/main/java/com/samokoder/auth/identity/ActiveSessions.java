package com.samokoder.auth.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.samokoder.auth.UserId;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.UUID;

/**
 * Whether a session still counts, remembered for a few seconds: a session that ended on another
 * replica is refused within that time, one that ended here at once.
 */
@Component
public final class ActiveSessions {
    private static final Duration REMEMBERED = Duration.ofSeconds(10);
    private static final int MOST = 50_000;

    private final IdentityProvider identities;
    private final Cache<Key, Boolean> known =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();

    private record Key(UserId user, UUID session) {}

    ActiveSessions(IdentityProvider identities) {
        this.identities = identities;
    }

    /** Asks the identity provider at most once in a few seconds per session. */
    public boolean active(UserId user, UUID session) {
        return known.get(new Key(user, session), _ -> identities.sessionActive(user, session));
    }

    /** Forgets what is known of the user's sessions, so that the next request asks anew. */
    void forget(UserId user) {
        known.asMap().keySet().removeIf(key -> key.user().equals(user));
    }
}
