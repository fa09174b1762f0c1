package com.samokoder.platform.supabase;

import com.samokoder.platform.secrets.Secret;

import okhttp3.Request;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One of a project's API keys, of either generation. A legacy key is a JWT and says what it is for;
 * one of the new kind is told by its prefix and is no bearer token.
 */
public final class SupabaseKey {
    private static final Pattern WRITTEN = Pattern.compile("[\\x21-\\x7e]{8,4096}");
    private static final String PUBLISHABLE = "sb_publishable_";
    private static final String SECRET = "sb_secret_";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Secret value;
    private final Purpose purpose;
    private final boolean legacy;
    private final Optional<String> project;

    /** Who may know a key. */
    public enum Purpose {
        PUBLIC,
        SERVICE
    }

    private SupabaseKey(Secret value, Purpose purpose, boolean legacy, Optional<String> project) {
        this.value = value;
        this.purpose = purpose;
        this.legacy = legacy;
        this.project = project;
    }

    /** Empty for what is no API key of Supabase. */
    public static Optional<SupabaseKey> parse(String text) {
        if (!WRITTEN.matcher(text).matches()) {
            return Optional.empty();
        }
        if (text.startsWith(PUBLISHABLE)) {
            return Optional.of(current(text, Purpose.PUBLIC));
        }
        if (text.startsWith(SECRET)) {
            return Optional.of(current(text, Purpose.SERVICE));
        }
        return claims(text).flatMap(claims -> legacy(text, claims));
    }

    private static SupabaseKey current(String text, Purpose purpose) {
        return new SupabaseKey(new Secret(text), purpose, false, Optional.empty());
    }

    private static Optional<SupabaseKey> legacy(String text, JsonNode claims) {
        var project = Optional.of(claims.path("ref").asString("")).filter(ref -> !ref.isEmpty());
        return switch (claims.path("role").asString("")) {
            case "anon" ->
                    Optional.of(new SupabaseKey(new Secret(text), Purpose.PUBLIC, true, project));
            case "service_role" ->
                    Optional.of(new SupabaseKey(new Secret(text), Purpose.SERVICE, true, project));
            default -> Optional.empty();
        };
    }

    /** Read, not verified: only the project itself can tell whether it made the key. */
    private static Optional<JsonNode> claims(String text) {
        var parts = text.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            var payload =
                    new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            return Optional.of(JSON.readTree(payload)).filter(JsonNode::isObject);
        } catch (IllegalArgumentException | JacksonException garbled) {
            return Optional.empty();
        }
    }

    public Purpose purpose() {
        return purpose;
    }

    /** Whether it is a JWT, as keys were before {@code sb_…}. */
    public boolean legacy() {
        return legacy;
    }

    /** The project that a legacy key says it belongs to. */
    Optional<String> project() {
        return project;
    }

    /** Identifies this service; whoever has a token of a user adds it as the bearer. */
    public Request.Builder identify(Request.Builder request) {
        return request.header("apikey", value.reveal());
    }

    /**
     * Identifies this service and calls as the key itself. A new key must not be sent as a bearer
     * token: it is none, and the gateway puts one in its place.
     */
    public Request.Builder authorise(Request.Builder request) {
        var identified = identify(request);
        return legacy ? identified.header("Authorization", "Bearer " + value.reveal()) : identified;
    }

    @Override
    public String toString() {
        return "SupabaseKey[" + purpose + (legacy ? ", legacy]" : "]");
    }
}
