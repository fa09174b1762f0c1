package com.samokoder.auth.supabase;

import com.samokoder.platform.supabase.OnSupabase;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.security.Jwks;

import org.springframework.stereotype.Component;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the JWK set of Supabase Auth, key by key: one that is not understood does no harm to the
 * others, and a project that signs with its legacy secret alone publishes an empty set.
 */
@OnSupabase
@Component
final class JwksSource implements KeySource {
    private static final String PATH = ".well-known/jwks.json";
    private static final int LARGEST = 64 * 1024;
    private static final Set<String> KINDS = Set.of("EC", "RSA");

    private final AuthCalls calls;
    private final JsonMapper json;

    JwksSource(AuthCalls calls, JsonMapper json) {
        this.calls = calls;
        this.json = json;
    }

    @Override
    public Map<String, PublicKey> fetch() throws IOException {
        var answer = calls.open(PATH);
        if (!answer.successful() || answer.body().length > LARGEST) {
            throw new IOException("status " + answer.status());
        }
        var keys = new HashMap<String, PublicKey>();
        for (var published : set(answer.body())) {
            key(published).ifPresent(key -> keys.put(published.path("kid").stringValue(), key));
        }
        return Map.copyOf(keys);
    }

    private JsonNode set(byte[] body) throws IOException {
        try {
            var keys = json.readTree(body).path("keys");
            if (keys.isArray()) {
                return keys;
            }
        } catch (JacksonException garbled) {
            // Its message would quote the body.
        }
        throw new IOException("not a set of keys");
    }

    private Optional<PublicKey> key(JsonNode published) {
        boolean usable =
                published.path("kid").isString()
                        && KINDS.contains(published.path("kty").asString(""))
                        && published.path("use").asString("sig").equals("sig");
        if (!usable) {
            return Optional.empty();
        }
        try {
            var jwk = Jwks.parser().build().parse(published.toString());
            return jwk.toKey() instanceof PublicKey key ? Optional.of(key) : Optional.empty();
        } catch (JwtException | IllegalArgumentException notUnderstood) {
            return Optional.empty();
        }
    }
}
