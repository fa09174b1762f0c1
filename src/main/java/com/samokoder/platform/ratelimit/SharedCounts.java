package com.samokoder.platform.ratelimit;

import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;
import com.samokoder.platform.secrets.Digests;

import org.springframework.stereotype.Repository;

import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What all replicas together have counted, by the database's clock. */
@Repository
class SharedCounts {
    private final Database database;

    SharedCounts(Database database) {
        this.database = database;
    }

    /**
     * Adds requests and answers with the totals, in any order.
     *
     * @throws com.samokoder.platform.errors.ApiException {@code unavailable} without the database
     */
    List<Total> add(Collection<Take> takes) {
        return database.list(
                Caller.service(), "rate_limit_take", Map.of("takes", takes), Total.class);
    }

    /**
     * @param key of {@link #key}
     * @param seconds the rule's window
     */
    record Take(String key, long seconds, long requests) {}

    /**
     * @param taken in this window, by all replicas
     * @param resetMillis until the window ends
     */
    record Total(String key, long taken, long resetMillis) {
        Duration reset() {
            return Duration.ofMillis(resetMillis);
        }
    }

    static String key(RateLimitRule rule, Client client) {
        return HexFormat.of().formatHex(Digests.sha256(rule.name() + "|" + rule.counted(client)));
    }
}
