package com.samokoder.platform.database;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What every connection of a pool is told once, when it is made. */
final class SessionSettings {
    private SessionSettings() {}

    /** Whose role and claims each call sets for its own transaction. */
    static String forUsers(Duration statementTimeout) {
        return statement(common(statementTimeout));
    }

    /**
     * The login may become {@code service_role} and nobody else, and is so from the first: nothing
     * is left that a call would have to set.
     */
    static String forService(Duration statementTimeout, StorageProperties storage) {
        var settings = common(statementTimeout);
        // As PostgREST passes them on.
        storage.limit()
                .ifPresent(bytes ->
                        settings.put(
                                "request.headers",
                                "{\"" + StorageProperties.HEADER + "\":\"" + bytes + "\"}"));
        settings.put("request.jwt.claims", "{\"role\":\"service_role\"}");
        settings.put("role", "service_role");
        return statement(settings);
    }

    private static Map<String, String> common(Duration statementTimeout) {
        var millis = Long.toString(statementTimeout.toMillis());
        var settings = new LinkedHashMap<String, String>();
        settings.put("search_path", "public");
        settings.put("request.headers", "");
        // Supabase's auth.uid() reads the legacy settings of single claims before the claims.
        settings.put("request.jwt.claim", "");
        settings.put("request.jwt.claim.sub", "");
        settings.put("request.jwt.claim.role", "");
        settings.put("request.jwt.claim.email", "");
        settings.put("statement_timeout", millis);
        settings.put("lock_timeout", millis);
        // A process that freezes between a call and its commit must not hold its locks for ever.
        settings.put("idle_in_transaction_session_timeout", millis);
        return settings;
    }

    /** Names and values are ours; none holds an apostrophe. */
    private static String statement(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(each ->
                        "set_config('%s', '%s', false)".formatted(each.getKey(), each.getValue()))
                .collect(Collectors.joining(", ", "select ", ""));
    }
}
