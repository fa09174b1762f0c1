package com.samokoder.auth.identity;

import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;
import com.samokoder.testing.supabase.AuthStandIn;

import tools.jackson.databind.json.JsonMapper;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tokens with the project's own good signature that are no user's session. */
final class SupabaseForgery {
    private final AuthStandIn auth;
    private final Map<String, Object> claims;

    SupabaseForgery(AuthStandIn auth, Signed user) {
        this.auth = auth;
        this.claims = claims(user.access());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> claims(String token) {
        return JsonMapper.shared()
                .readValue(Base64.getUrlDecoder().decode(token.split("\\.")[1]), Map.class);
    }

    Answer genuine(Api api) {
        return api.as(auth.signed(claims)).get("/api/auth/user");
    }

    /** By what they are, signed with the published key and with the legacy secret. */
    Map<String, String> all() {
        var tokens = new LinkedHashMap<String, String>();
        for (boolean legacy : new boolean[] {false, true}) {
            auth.signWithLegacySecret(legacy);
            var by = legacy ? " by the secret" : " by the key";
            tokens.put("identity token" + by, with("aud", "client", "role", null));
            tokens.put("API key" + by, key("anon"));
            tokens.put("service key" + by, key("service_role"));
            tokens.put("a third party's client" + by, with("client_id", "app"));
            tokens.put("anonymous" + by, with("is_anonymous", true));
            tokens.put("another project" + by, with("iss", "https://other.supabase.co/auth/v1"));
            tokens.put("without session" + by, with("session_id", null));
            tokens.put("without end" + by, with("exp", null));
            tokens.put("at its end" + by, with("exp", 1_700_000_000));
        }
        auth.signWithLegacySecret(false);
        return tokens;
    }

    private String with(Object... changes) {
        var changed = new LinkedHashMap<>(claims);
        for (int index = 0; index < changes.length; index += 2) {
            if (changes[index + 1] == null) {
                changed.remove(changes[index]);
            } else {
                changed.put((String) changes[index], changes[index + 1]);
            }
        }
        return auth.signed(changed);
    }

    private String key(String role) {
        return auth.signed(
                Map.of(
                        "iss",
                        "supabase",
                        "role",
                        role,
                        "iat",
                        1_700_000_000,
                        "exp",
                        4_102_444_800L));
    }
}
