package com.samokoder.platform.database;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one port to the database. Its API is a set of SQL functions in schema {@code public}, each
 * returning {@code jsonb} (or {@code void}); one call is one transaction, on every transport.
 *
 * <p>Arguments are named like the function's parameters, without their {@code p_} prefix ({@code
 * Map.of("id", id)} fills {@code p_id}). Values: {@code null}, text, numbers, booleans, {@code
 * UUID}, {@code Instant}, {@code byte[]} (for {@code bytea}), and records, maps, lists and {@code
 * JsonNode} (for {@code jsonb}, in snake_case).
 *
 * <p>Failures arrive as {@link com.samokoder.platform.errors.ApiException} with the same code on
 * every transport: SQLSTATE {@code PT404} is {@code not_found}, {@code PT409} {@code conflict},
 * {@code PT412} {@code version_conflict}, {@code PT400} and broken constraints {@code
 * invalid_request}, 42501 {@code forbidden}; a function may name another code of the vocabulary as
 * the message of such an exception ({@code RAISE EXCEPTION 'run_in_progress' USING ERRCODE =
 * 'PT409'}). What the database cannot do now is {@code unavailable}.
 */
public interface Database {

    /** Calls a function; SQL {@code NULL} and {@code void} are an empty answer. */
    Optional<JsonNode> call(Caller caller, String function, Map<String, ?> arguments);

    /** Calls a function that returns one object, or nothing. */
    <T> Optional<T> find(Caller caller, String function, Map<String, ?> arguments, Class<T> type);

    /**
     * Calls a function that always returns one object.
     *
     * @throws com.samokoder.platform.errors.ApiException {@code not_found} where it returned none
     */
    <T> T get(Caller caller, String function, Map<String, ?> arguments, Class<T> type);

    /** Calls a function that returns an array; {@code NULL} is an empty list. */
    <T> List<T> list(Caller caller, String function, Map<String, ?> arguments, Class<T> type);

    /**
     * Named arguments in their order, for calls whose values may be null, which {@link Map#of}
     * refuses.
     *
     * @param namesAndValues name, value, name, value …
     */
    static Map<String, @Nullable Object> arguments(@Nullable Object... namesAndValues) {
        return NamedArguments.of(namesAndValues);
    }
}
