package com.samokoder.auth.local;

import com.samokoder.platform.supabase.WithoutSupabase;

import io.jsonwebtoken.security.Jwks;

import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The public keys, for whoever wants to check an access token. */
@WithoutSupabase
@RestController
class JwksController {
    private static final CacheControl TEN_MINUTES =
            CacheControl.maxAge(Duration.ofMinutes(10)).cachePublic();

    private final SigningKeys keys;

    JwksController(SigningKeys keys) {
        this.keys = keys;
    }

    @GetMapping("/.well-known/jwks.json")
    ResponseEntity<KeySet> publish() {
        var published =
                keys.published().entrySet().stream()
                        .map(key -> describe(key.getKey(), key.getValue()))
                        .toList();
        return ResponseEntity.ok().cacheControl(TEN_MINUTES).body(new KeySet(published));
    }

    private static Map<String, Object> describe(String kid, ECPublicKey key) {
        var jwk = Jwks.builder().key(key).id(kid).algorithm("ES256").publicKeyUse("sig").build();
        return new LinkedHashMap<>(jwk);
    }

    record KeySet(List<Map<String, Object>> keys) {}
}
