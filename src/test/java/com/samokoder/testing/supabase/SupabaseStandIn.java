package com.samokoder.testing.supabase;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Stands in for a Supabase project: one address, behind whose gateway several services answer, each
 * under its prefix. Like the gateway it asks for an API key of either generation, and gives a newer
 * key that comes alone the JWT that the services behind it understand.
 *
 * <pre>{@code
 * var project = SupabaseStandIn.start();
 * project.mount("/rest/v1", new PostgrestStandIn(…));
 * project.mount("/auth/v1", …);
 * }</pre>
 */
public final class SupabaseStandIn implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final String BEARER = "Bearer ";

    /** What anybody may ask without a key. */
    private static final List<String> OPEN =
            List.of("/auth/v1/.well-known/jwks.json", "/auth/v1/verify", "/auth/v1/callback");

    private final StandInKeys keys = new StandInKeys();
    private final Map<String, WireHandler> services = new ConcurrentHashMap<>();
    private final WireServer server;
    private final List<Consumer<WireRequest>> watchers = new CopyOnWriteArrayList<>();
    private volatile WireHandler fault;

    private SupabaseStandIn(int port) {
        this.server = WireServer.start(port, IDLE, this::handle);
    }

    public static SupabaseStandIn start() {
        return start(0);
    }

    public static SupabaseStandIn start(int port) {
        return new SupabaseStandIn(port);
    }

    /** The value of {@code SUPABASE_URL}. */
    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    public StandInKeys keys() {
        return keys;
    }

    /** Puts a service behind the gateway; it sees paths without the prefix. */
    public SupabaseStandIn mount(String prefix, WireHandler service) {
        services.put(prefix, service);
        return this;
    }

    /** Tells this of every request that reaches the gateway; close it. */
    public AutoCloseable watch(Consumer<WireRequest> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /** Lets this answer everything from now on, as a gateway in trouble does; null ends it. */
    public void failWith(WireHandler handler) {
        fault = handler;
    }

    /** Ends every open connection. */
    public void hangUp() {
        server.hangUp();
    }

    @Override
    public void close() {
        server.close();
    }

    private WireResponse handle(WireRequest request) {
        watchers.forEach(watcher -> watcher.accept(request));
        var failing = fault;
        if (failing != null) {
            return failing.handle(request);
        }
        return services.entrySet().stream()
                .filter(service -> request.path().startsWith(service.getKey() + "/"))
                .findFirst()
                .map(service -> forward(request, service.getKey(), service.getValue()))
                .orElseGet(() ->
                        WireResponse.json(
                                404, "{\"message\":\"no Route matched with those values\"}"));
    }

    private WireResponse forward(WireRequest request, String prefix, WireHandler service) {
        var inner = request.withPath(request.path().substring(prefix.length()));
        if (OPEN.contains(request.path())) {
            return service.handle(inner);
        }
        var key = request.header("apikey");
        if (key.isEmpty()) {
            return WireResponse.json(
                    401,
                    "{\"message\":\"No API key found in request\",\"hint\":\"No `apikey` request"
                            + " header or url param was found.\"}");
        }
        return roleOf(key)
                .map(role -> service.handle(translated(inner, key, role)))
                .orElseGet(() ->
                        WireResponse.json(
                                401,
                                "{\"message\":\"Invalid API key\",\"hint\":\"Double check your"
                                        + " Supabase `anon` or `service_role` API key.\"}"));
    }

    private Optional<String> roleOf(String key) {
        if (key.equals(keys.publishableKey()) || key.equals(keys.anonKey())) {
            return Optional.of("anon");
        }
        boolean service = key.equals(keys.secretKey()) || key.equals(keys.serviceRoleKey());
        return service ? Optional.of("service_role") : Optional.empty();
    }

    /** A newer key that comes without a user's token stands for a JWT of its role. */
    private WireRequest translated(WireRequest request, String key, String role) {
        var bearer = request.header("authorization");
        boolean alone = bearer.isEmpty() || bearer.equals(BEARER + key);
        if (!key.startsWith("sb_") || !alone) {
            return request;
        }
        var headers = new LinkedHashMap<>(request.headers());
        headers.put(
                "authorization",
                List.of(BEARER + (role.equals("anon") ? keys.anonKey() : keys.serviceRoleKey())));
        return request.withHeaders(headers);
    }
}
