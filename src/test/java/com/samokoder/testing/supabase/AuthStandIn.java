package com.samokoder.testing.supabase;

import com.samokoder.testing.supabase.AuthState.RefreshToken;
import com.samokoder.testing.supabase.AuthState.Session;
import com.samokoder.testing.supabase.AuthState.User;

import io.jsonwebtoken.Claims;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * Stands in for Supabase Auth behind a {@link SupabaseStandIn}: users, sessions with rotating
 * refresh tokens, mails that can be read, second factors with codes that change, and the refusals
 * of the real one.
 *
 * <pre>{@code
 * var project = SupabaseStandIn.start();
 * var auth = new AuthStandIn(project, AuthUsers.in(databaseUrl));
 * project.mount("/auth/v1", auth);
 * auth.settings(AuthSettings.DEFAULT.confirmingAddresses());
 * }</pre>
 */
public final class AuthStandIn implements WireHandler {
    private static final Pattern MFA =
            Pattern.compile("/factors/([0-9a-f-]{36})(?:/(challenge|verify))?");
    private static final Pattern ADMIN = Pattern.compile("/admin/users/([0-9a-f-]{36})");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long EXPIRES_IN = 3600;

    private final AuthState state = new AuthState();
    private final AuthTokens tokens;
    private final AuthPasswords passwords;
    private final AuthFactors factors;
    private final String issuer;
    private final AuthUsers table;
    private final Clock clock = Clock.systemUTC();
    private final List<WireRequest> requests = new CopyOnWriteArrayList<>();
    private volatile WireHandler fault;
    private volatile AuthSettings settings = AuthSettings.DEFAULT;

    /** A mail that was sent. */
    public record Mail(String to, String type, String code, String tokenHash) {}

    public AuthStandIn(SupabaseStandIn project, AuthUsers table) {
        this.issuer = project.url() + "/auth/v1";
        this.tokens = new AuthTokens(project.keys());
        this.table = table;
        this.passwords = new AuthPasswords(this, state);
        this.factors = new AuthFactors(this, state);
    }

    public void settings(AuthSettings other) {
        settings = other;
    }

    AuthSettings settings() {
        return settings;
    }

    public void signWithLegacySecret(boolean legacy) {
        tokens.useLegacySecret(legacy);
    }

    public void rotateKeys() {
        tokens.rotate();
    }

    /** Answers everything from now on; null ends it. */
    public void failWith(WireHandler handler) {
        fault = handler;
    }

    /** What was sent to an address, newest last. */
    public synchronized List<Mail> mailsTo(String email) {
        return state.mails.stream().filter(mail -> mail.to().equalsIgnoreCase(email)).toList();
    }

    public List<WireRequest> requests() {
        return List.copyOf(requests);
    }

    public void forgetRequests() {
        requests.clear();
    }

    /** As the project's owner bans somebody in the dashboard. */
    public synchronized void ban(String email) {
        state.byEmail(email).bannedUntil = now().plus(Duration.ofDays(1));
    }

    /** As the project's owner ends somebody's sessions in the dashboard. */
    public synchronized void endSessions(String email) {
        var user = state.byEmail(email).id;
        state.endSessions(session -> session.user.equals(user));
    }

    /** Lets used refresh tokens grow older than the time in which they may come again. */
    public synchronized void ageRefreshTokens() {
        state.refreshTokens.values().stream()
                .filter(token -> token.usedAt != null)
                .forEach(token -> token.usedAt = token.usedAt.minusSeconds(11));
    }

    /** Lets the minute pass in which no second mail is sent. */
    public synchronized void ageMails() {
        state.users.values().forEach(user -> user.mailedAt = Instant.EPOCH);
    }

    /** A token over any claims, signed like the genuine ones. */
    public String signed(Map<String, ?> claims) {
        return tokens.sign(claims);
    }

    public String issuer() {
        return issuer;
    }

    @Override
    public WireResponse handle(WireRequest request) {
        requests.add(request);
        var failing = fault;
        if (failing != null) {
            return failing.handle(request);
        }
        try {
            return route(request);
        } catch (AuthFailure failure) {
            return failure.response(request);
        }
    }

    private WireResponse route(WireRequest request) {
        var mfa = MFA.matcher(request.path());
        if (mfa.matches()) {
            return factors.handle(request, UUID.fromString(mfa.group(1)), mfa.group(2));
        }
        var admin = ADMIN.matcher(request.path());
        if (admin.matches()) {
            return administer(request, UUID.fromString(admin.group(1)));
        }
        return switch (request.method() + " " + request.path()) {
            case "POST /signup" -> passwords.signUp(body(request));
            case "POST /token" -> token(request);
            case "POST /logout" -> logout(request);
            case "GET /user" -> ok(user(request).json());
            case "PUT /user" -> passwords.change(request, body(request));
            case "POST /recover" -> passwords.recover(body(request));
            case "POST /verify" -> passwords.verify(body(request));
            case "POST /factors" -> factors.enrol(request, body(request));
            case "GET /health" ->
                    ok(Map.of("version", "v2", "name", "GoTrue", "description", "stand-in"));
            case "GET /admin/users" -> {
                requireService(request);
                yield ok(Map.of("users", List.of(), "aud", "authenticated"));
            }
            case "GET /settings" -> ok(Map.of("external", Map.of("email", true)));
            case "GET /.well-known/jwks.json" -> WireResponse.json(200, tokens.published());
            default -> throw new AuthFailure(404, "not_found", "no such path");
        };
    }

    private WireResponse token(WireRequest request) {
        if (calls(address(request)) > settings.tokenCalls()) {
            throw new AuthFailure(429, "over_request_rate_limit", "Request rate limit reached");
        }
        return switch (request.query()) {
            case "grant_type=password" -> passwords.signIn(body(request));
            case "grant_type=refresh_token" -> passwords.refresh(body(request));
            default -> throw new AuthFailure(400, "invalid_credentials", "unsupported_grant_type");
        };
    }

    private long calls(String address) {
        return requests.stream()
                .filter(request -> request.path().equals("/token"))
                .filter(request -> address(request).equals(address))
                .count();
    }

    /** The caller's address is believed from holders of a new secret key alone. */
    String address(WireRequest request) {
        return request.header("apikey").startsWith("sb_secret_") && request.has("sb-forwarded-for")
                ? request.header("sb-forwarded-for")
                : "the server's own";
    }

    private synchronized WireResponse logout(WireRequest request) {
        var session = session(request);
        switch (request.query()) {
            case "scope=local" -> state.sessions.remove(session.id);
            case "", "scope=global" -> state.endSessions(other -> other.user.equals(session.user));
            case "scope=others" ->
                    state.endSessions(other -> other.user.equals(session.user) && other != session);
            default -> throw new AuthFailure(400, "validation_failed", "Unsupported logout scope");
        }
        return WireResponse.of(204);
    }

    private synchronized WireResponse administer(WireRequest request, UUID id) {
        requireService(request);
        var user = state.users.get(id);
        if (user == null) {
            throw new AuthFailure(404, "user_not_found", "User not found");
        }
        if (request.method().equals("DELETE")) {
            state.endSessions(session -> session.user.equals(id));
            state.users.remove(id);
            table.delete(id);
            return ok(Map.of());
        }
        return ok(user.json());
    }

    private void requireService(WireRequest request) {
        if (!"service_role".equals(bearer(request).get("role"))) {
            throw new AuthFailure(403, "not_admin", "User not allowed");
        }
    }

    /** The user behind the bearer, or the refusals of the online check. */
    synchronized User user(WireRequest request) {
        var user = state.users.get(session(request).user);
        if (banned(user)) {
            throw new AuthFailure(403, "user_banned", "User is banned");
        }
        return user;
    }

    boolean banned(User user) {
        return now().isBefore(user.bannedUntil);
    }

    synchronized Session session(WireRequest request) {
        var claims = bearer(request);
        if (claims.getSubject() == null) {
            throw new AuthFailure(403, "bad_jwt", "invalid claim: missing sub claim");
        }
        if (!state.users.containsKey(UUID.fromString(claims.getSubject()))) {
            throw new AuthFailure(403, "user_not_found", "User from sub claim does not exist");
        }
        var id = claims.get("session_id", String.class);
        var session = id == null ? null : state.sessions.get(UUID.fromString(id));
        if (session == null) {
            throw new AuthFailure(
                    403, "session_not_found", "Session from session_id claim does not exist");
        }
        return session;
    }

    private Claims bearer(WireRequest request) {
        var header = request.header("authorization");
        if (!header.startsWith("Bearer ")) {
            throw new AuthFailure(401, "no_authorization", "This endpoint requires a Bearer token");
        }
        return tokens.check(header.substring("Bearer ".length()))
                .orElseThrow(() -> new AuthFailure(403, "bad_jwt", "invalid JWT"));
    }

    WireResponse admit(Session session) {
        return admit(session, state.newRefreshToken(session.id));
    }

    /** A session with its pair of tokens. */
    WireResponse admit(Session session, RefreshToken refresh) {
        var user = state.users.get(session.user);
        long at = now().plus(settings.ahead()).getEpochSecond();
        return ok(
                Map.of(
                        "access_token",
                        tokens.sign(claims(user, session, at)),
                        "token_type",
                        "bearer",
                        "expires_in",
                        EXPIRES_IN,
                        "expires_at",
                        at + EXPIRES_IN,
                        "refresh_token",
                        refresh.text,
                        "user",
                        user.json()));
    }

    /** What a session's access token says. */
    private Map<String, Object> claims(User user, Session session, long at) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", issuer);
        claims.put("sub", user.id.toString());
        claims.put("aud", "authenticated");
        claims.put("exp", at + EXPIRES_IN);
        claims.put("iat", at);
        claims.put("email", user.email);
        claims.put("phone", "");
        claims.put("app_metadata", Map.of("provider", "email", "providers", List.of("email")));
        claims.put("user_metadata", user.metadata);
        claims.put("role", "authenticated");
        claims.put("aal", session.assurance);
        claims.put("amr", List.of(Map.of("method", "password", "timestamp", at)));
        claims.put("session_id", session.id.toString());
        claims.put("is_anonymous", false);
        return claims;
    }

    User add(String email, String password, Map<String, Object> metadata) {
        var user = new User(email, password, metadata, now());
        table.insert(user.id, email);
        state.users.put(user.id, user);
        return user;
    }

    void mail(User user, String type) {
        if (settings.mailBroken()) {
            throw new AuthFailure(500, "unexpected_failure", "Error sending mail");
        }
        if (user.mailedAt.plusSeconds(60).isAfter(now())) {
            throw new AuthFailure(
                    429,
                    "over_email_send_rate_limit",
                    "For security purposes, you can only request this after 59 seconds.");
        }
        user.mailedAt = now();
        var mail =
                new Mail(user.email, type, "%06d".formatted(RANDOM.nextInt(1_000_000)), random(40));
        user.codes.put(type, mail.code());
        user.codes.put(type + " hash", mail.tokenHash());
        state.mails.add(mail);
    }

    Instant now() {
        return clock.instant();
    }

    static WireResponse ok(Object body) {
        return WireResponse.json(200, JsonMapper.shared().writeValueAsString(body));
    }

    static JsonNode body(WireRequest request) {
        try {
            return JsonMapper.shared().readTree(request.body());
        } catch (JacksonException garbled) {
            throw new AuthFailure(400, "bad_json", "Could not parse request body as JSON");
        }
    }

    static String random(int length) {
        var text = new StringBuilder();
        for (int index = 0; index < length; index++) {
            text.append("abcdefghijklmnopqrstuvwxyz0123456789".charAt(RANDOM.nextInt(36)));
        }
        return text.toString();
    }

    static byte[] randomBytes(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
