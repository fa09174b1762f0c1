package com.samokoder.platform.supabase;

import com.samokoder.platform.secrets.Secret;

import okhttp3.HttpUrl;

import java.util.Optional;
import java.util.Set;

/**
 * The project behind this installation, with its settings checked.
 *
 * @param origin where it answers, without a path
 * @param publicKey for calls in users' names
 * @param serviceKey for the service's own calls
 * @param jwtSecret the legacy secret that signs access tokens, where the operator gave it
 */
public record SupabaseProject(
        HttpUrl origin, SupabaseKey publicKey, SupabaseKey serviceKey, Optional<Secret> jwtSecret) {
    private static final String HOSTED = ".supabase.co";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");
    private static final int SHORTEST_SECRET = 32;

    /**
     * @param plainHttpAllowed whether a project on this very machine may be called without TLS
     * @throws IllegalStateException naming the variable to set right
     */
    public static SupabaseProject of(SupabaseProperties properties, boolean plainHttpAllowed) {
        var origin = origin(properties.url().strip(), plainHttpAllowed);
        var project =
                new SupabaseProject(
                        origin,
                        publicKey(properties.anonKey().strip()),
                        serviceKey(properties.serviceRoleKey().strip()),
                        jwtSecret(properties.jwtSecret().strip()));
        requireOf(origin, project.publicKey(), "SUPABASE_ANON_KEY");
        requireOf(origin, project.serviceKey(), "SUPABASE_SERVICE_ROLE_KEY");
        return project;
    }

    private static HttpUrl origin(String text, boolean plainHttpAllowed) {
        var url = HttpUrl.parse(text);
        if (url == null) {
            throw new IllegalStateException(
                    "SUPABASE_URL must look like https://<project>.supabase.co");
        }
        boolean bare =
                url.encodedPath().equals("/")
                        && url.query() == null
                        && url.fragment() == null
                        && url.encodedUsername().isEmpty()
                        && url.encodedPassword().isEmpty();
        if (!bare) {
            throw new IllegalStateException(
                    "SUPABASE_URL must be the project's address alone, such as"
                            + " https://<project>.supabase.co, without a path such as /rest/v1");
        }
        boolean plainIsFine = plainHttpAllowed && LOOPBACK.contains(url.host());
        if (!url.isHttps() && !plainIsFine) {
            throw new IllegalStateException(
                    "SUPABASE_URL must begin with https://: keys and passwords travel there"
                            + " (http is for this machine alone, outside production)");
        }
        return url;
    }

    private static SupabaseKey publicKey(String text) {
        var key = key(text, "SUPABASE_ANON_KEY");
        if (key.purpose() != SupabaseKey.Purpose.PUBLIC) {
            throw new IllegalStateException(
                    "SUPABASE_ANON_KEY holds a service key, which opens everything: it belongs in"
                            + " SUPABASE_SERVICE_ROLE_KEY; put the anon or publishable key here, and"
                            + " replace the service key if anybody else has seen it");
        }
        return key;
    }

    private static SupabaseKey serviceKey(String text) {
        var key = key(text, "SUPABASE_SERVICE_ROLE_KEY");
        if (key.purpose() != SupabaseKey.Purpose.SERVICE) {
            throw new IllegalStateException(
                    "SUPABASE_SERVICE_ROLE_KEY holds a public key: put the service_role or"
                            + " sb_secret_ key here");
        }
        return key;
    }

    private static SupabaseKey key(String text, String variable) {
        if (text.isEmpty()) {
            throw new IllegalStateException(variable + " is not set, although SUPABASE_URL is");
        }
        return SupabaseKey.parse(text)
                .orElseThrow(() ->
                        new IllegalStateException(
                                variable + " is not an API key of a Supabase project"));
    }

    private static Optional<Secret> jwtSecret(String text) {
        if (!text.isEmpty() && text.length() < SHORTEST_SECRET) {
            throw new IllegalStateException(
                    "SUPABASE_JWT_SECRET is too short to be a project's secret");
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(new Secret(text));
    }

    private static void requireOf(HttpUrl origin, SupabaseKey key, String variable) {
        var host = origin.host();
        if (host.endsWith(HOSTED)
                && key.project().filter(ref -> !host.equals(ref + HOSTED)).isPresent()) {
            throw new IllegalStateException(
                    variable + " belongs to another project than SUPABASE_URL names");
        }
    }

    /** The address of a path of the project, such as {@code auth/v1/token}. */
    public HttpUrl.Builder path(String segments) {
        return origin.newBuilder().addPathSegments(segments);
    }

    /** The {@code iss} of access tokens. */
    public String issuer() {
        return path("auth/v1").build().toString();
    }
}
