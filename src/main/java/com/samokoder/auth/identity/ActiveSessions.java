package com.samokoder.auth.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.samokoder.auth.CurrentUser;
import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ApiException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether a session still counts, remembered for a few seconds: a session that ended on another
 * replica is refused within that time, one that ended here at once.
 *
 * <p>Where the identity provider cannot be asked, ordinary calls go on for a while with what it
 * said last; sensitive ones do not.
 */
@Component
public final class ActiveSessions {
    private static final Duration REMEMBERED = Duration.ofSeconds(10);
    private static final Duration ASKED_AGAIN = Duration.ofSeconds(3);
    private static final Duration BELIEVED = Duration.ofMinutes(20);
    private static final int MOST = 50_000;

    private final IdentityProvider identities;
    private final Clock clock;
    private final Cache<Key, Known> known =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(BELIEVED).build();

    /**
     * @param session null for the account itself
     */
    private record Key(UserId user, @Nullable UUID session, boolean secondFactor) {}

    private record Known(SessionState state, Instant confirmed, Instant nextAsk) {}

    ActiveSessions(IdentityProvider identities, Clock clock) {
        this.identities = identities;
        this.clock = clock;
    }

    /** The state of a session, as far as it must be known for an ordinary call. */
    public SessionState state(CurrentUser session) {
        return look(session, false);
    }

    /**
     * What the identity provider says now, or said seconds ago: of the session, or of the account
     * behind an access token.
     *
     * @throws ApiException {@code unavailable} where it says nothing
     */
    public SessionState confirmed(CurrentUser caller) {
        return look(caller, true);
    }

    /**
     * Whether a session that a long answer was begun for still counts. What it was begun with may
     * have expired meanwhile, which says nothing of the session's newer tokens: an end that is
     * found here is not remembered for others.
     */
    public boolean stillActive(CurrentUser session) {
        var found = new AtomicReference<SessionState>();
        known.asMap()
                .compute(
                        key(session),
                        (_, last) -> {
                            var now = enough(last, false) ? last : ask(session, last, false);
                            found.set(now.state());
                            return now.state() == SessionState.ENDED ? null : now;
                        });
        return found.get() == SessionState.ACTIVE;
    }

    /** Forgets what is known of the user's sessions, so that the next request asks anew. */
    void forget(UserId user) {
        known.asMap().keySet().removeIf(key -> key.user().equals(user));
    }

    private SessionState look(CurrentUser caller, boolean strictly) {
        var key = key(caller);
        var seen = known.getIfPresent(key);
        if (seen != null && enough(seen, strictly)) {
            return seen.state();
        }
        var answer =
                known.asMap()
                        .compute(
                                key,
                                (_, last) ->
                                        enough(last, strictly)
                                                ? last
                                                : ask(caller, last, strictly));
        return answer.state();
    }

    private static Key key(CurrentUser caller) {
        var bearer = caller.bearer();
        return new Key(caller.id(), caller.sessionId(), bearer != null && bearer.secondFactor());
    }

    private boolean enough(@Nullable Known last, boolean strictly) {
        if (last == null) {
            return false;
        }
        var good = strictly ? last.confirmed().plus(REMEMBERED) : last.nextAsk();
        return clock.instant().isBefore(good);
    }

    private Known ask(CurrentUser caller, @Nullable Known last, boolean strictly) {
        var now = clock.instant();
        try {
            return new Known(stateNow(caller), now, now.plus(REMEMBERED));
        } catch (ApiException unavailable) {
            if (strictly || last == null || now.isAfter(last.confirmed().plus(BELIEVED))) {
                throw unavailable;
            }
            return new Known(last.state(), last.confirmed(), clock.instant().plus(ASKED_AGAIN));
        }
    }

    private SessionState stateNow(CurrentUser caller) {
        if (caller.sessionId() != null) {
            return identities.sessionState(caller);
        }
        return identities.accountActive(caller.id()) ? SessionState.ACTIVE : SessionState.ENDED;
    }
}
