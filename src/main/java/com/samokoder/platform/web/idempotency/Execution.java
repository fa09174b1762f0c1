package com.samokoder.platform.web.idempotency;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A request that holds its key and must end it exactly once. */
final class Execution {
    private static final int SERVER_ERROR = 500;

    /**
     * Nothing was done, and the same request may succeed later: money, a key's repair, patience.
     */
    private static final Set<Integer> UNDONE = Set.of(402, 424, 429);

    private static final List<String> KEPT =
            List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.LOCATION, HttpHeaders.ETAG);

    private final IdempotencyStore store;
    private final UUID user;
    private final String key;
    private final int attempt;
    private final boolean storeResponse;
    private boolean ended;

    Execution(IdempotencyStore store, UUID user, String key, int attempt, boolean storeResponse) {
        this.store = store;
        this.user = user;
        this.key = key;
        this.attempt = attempt;
        this.storeResponse = storeResponse;
    }

    /** The handler has answered. */
    void answered(HttpServletResponse response, String body) {
        int status = response.getStatus();
        if (ended || status >= SERVER_ERROR || UNDONE.contains(status)) {
            failed();
            return;
        }
        ended = true;
        boolean keep = storeResponse || status >= HttpServletResponse.SC_BAD_REQUEST;
        store.finish(user, key, attempt, keep ? answer(response, body) : null);
    }

    /** The handler has begun a stream, which is not kept. */
    void streams() {
        if (!ended) {
            ended = true;
            store.finish(user, key, attempt, null);
        }
    }

    /** The handler did not get to an answer. */
    void failed() {
        if (!ended) {
            ended = true;
            store.release(user, key, attempt);
        }
    }

    private static StoredAnswer answer(HttpServletResponse response, String body) {
        var headers = new LinkedHashMap<String, String>();
        for (String name : KEPT) {
            var value = response.getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return new StoredAnswer(response.getStatus(), headers, body);
    }
}
