package com.samokoder.testing.supabase;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** The server's check of a bearer token: what it accepts, and in which words it refuses. */
final class JwtGate {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long LEEWAY = 30;

    private final PostgrestVersion version;
    private final String secret;
    private final Map<String, PublicKey> published;
    private final Clock clock;

    /**
     * @param published the ES256 keys by their ids
     */
    JwtGate(
            PostgrestVersion version,
            String secret,
            Map<String, PublicKey> published,
            Clock clock) {
        this.version = version;
        this.secret = secret;
        this.published = published;
        this.clock = clock;
    }

    /** The claims with a role in them, and whether a token was sent at all. */
    Caller admit(WireRequest request) {
        var header = request.header("authorization");
        var words = header.split(" +", 2);
        boolean bearer = words[0].equalsIgnoreCase("bearer");
        if (!bearer) {
            return anonymous();
        }
        var token = words.length > 1 ? words[1].strip() : "";
        if (token.isEmpty()) {
            if (version.isTwelve()) {
                return anonymous();
            }
            throw undecodable("Empty JWT is sent in Authorization header", null, "");
        }
        var claims = claims(token);
        check(claims);
        var role = claims.path("role");
        var named = (ObjectNode) claims;
        named.put("role", role.isMissingNode() ? "anon" : role.asString());
        return new Caller(named, named.path("role").stringValue(), true);
    }

    private static Caller anonymous() {
        return new Caller(JSON.createObjectNode().put("role", "anon"), "anon", false);
    }

    private JsonNode claims(String token) {
        var parts = token.split("\\.", -1);
        if (parts.length != 3) {
            var counted = "Expected 3 parts in JWT; got " + parts.length;
            throw undecodable(
                    counted,
                    null,
                    "JWSError (CompactDecodeError Invalid number of parts: Expected 3 parts; got "
                            + parts.length
                            + ")");
        }
        var header = json(parts[0]);
        if (header == null) {
            throw undecodable(
                    "JWT cryptographic operation failed",
                    null,
                    "JWSError (JSONDecodeError \"Not valid base64url\")");
        }
        verify(header, parts);
        var claims = json(parts[1]);
        if (claims == null || !claims.isObject()) {
            throw refused(
                    "Parsing claims failed",
                    "JWTClaimsSetDecodeError \"Error in $: parsing JWT Claims Set failed, expected"
                            + " Object, but encountered Array\"");
        }
        return claims;
    }

    private void verify(JsonNode header, String[] parts) {
        var algorithm = header.path("alg").asString("");
        if (algorithm.equals("none")) {
            throw undecodable(
                    "Wrong or unsupported encoding algorithm",
                    "JWT is unsecured but expected 'alg' was not 'none'",
                    "JWSError JWSNoSignatures");
        }
        var keyId = header.path("kid").asString("");
        var signed = parts[0] + "." + parts[1];
        boolean shared = algorithm.equals("HS256") && (keyId.isEmpty() || version.isTwelve());
        boolean known = algorithm.equals("ES256") && published.containsKey(keyId);
        if (!shared && !known) {
            throw unsuitable("No suitable key was found to decode the JWT");
        }
        byte[] signature;
        try {
            signature = Base64.getUrlDecoder().decode(parts[2]);
        } catch (IllegalArgumentException cut) {
            throw version.isTwelve()
                    ? undecodable("", null, "JWSError (JSONDecodeError \"Not valid base64url\")")
                    : unsuitable("None of the keys was able to decode the JWT");
        }
        boolean right =
                shared
                        ? MessageDigest.isEqual(signature, StandInKeys.Hs256.mac(secret, signed))
                        : verifies(published.get(keyId), signed, signature);
        if (!right) {
            throw unsuitable("None of the keys was able to decode the JWT");
        }
    }

    private static boolean verifies(PublicKey key, String signed, byte[] signature) {
        try {
            var check = Signature.getInstance("SHA256withECDSAinP1363Format");
            check.initVerify(key);
            check.update(signed.getBytes(StandardCharsets.US_ASCII));
            return check.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    private void check(JsonNode claims) {
        long now = clock.instant().getEpochSecond();
        for (var name : Set.of("exp", "nbf", "iat")) {
            var value = claims.path(name);
            if (!value.isMissingNode() && !value.isNumber()) {
                throw refused(
                        "The JWT '" + name + "' claim must be a number",
                        "JWTClaimsSetDecodeError \"Error in $."
                                + name
                                + ": parsing NumericDate failed, expected Number, but encountered"
                                + " String\"");
            }
        }
        if (claims.has("exp") && seconds(claims.path("exp")) < now - LEEWAY) {
            throw refused("JWT expired", "JWT expired");
        }
        if (claims.has("nbf") && seconds(claims.path("nbf")) > now + LEEWAY) {
            throw refused("JWT not yet valid", "JWTNotYetValid");
        }
        if (claims.has("iat") && seconds(claims.path("iat")) > now + LEEWAY) {
            throw refused("JWT issued at future", "JWTIssuedAtFuture");
        }
        var audience = claims.path("aud");
        if (!audience.isMissingNode() && !audience.isString() && !audience.isArray()) {
            throw refused(
                    "The JWT 'aud' claim must be a string or an array of strings",
                    "JWTClaimsSetDecodeError \"Error in $.aud: parsing StringOrURI failed, expected"
                            + " String, but encountered Number\"");
        }
    }

    /** A fraction counts as nothing, except for the older server. */
    private long seconds(JsonNode value) {
        return value.isIntegralNumber() || version.isTwelve()
                ? value.asLong((long) value.doubleValue())
                : 0;
    }

    private static JsonNode json(String part) {
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(part));
        } catch (IllegalArgumentException | JacksonException garbage) {
            return null;
        }
    }

    private PostgrestFailure unsuitable(String details) {
        return undecodable(
                "No suitable key or wrong key type", details, "JWSError JWSInvalidSignature");
    }

    private PostgrestFailure undecodable(String words, String details, String older) {
        return version.isTwelve()
                ? unauthorized("PGRST301", older, null)
                : unauthorized("PGRST301", words, details);
    }

    private PostgrestFailure refused(String words, String older) {
        return version.isTwelve()
                ? unauthorized("PGRST301", older, null)
                : unauthorized("PGRST303", words, null);
    }

    private static PostgrestFailure unauthorized(String code, String words, String details) {
        return PostgrestFailure.of(401, code, words, details, null)
                .with(
                        "WWW-Authenticate",
                        "Bearer error=\"invalid_token\", error_description=\""
                                + words.replace("\"", "\\\"")
                                + "\"");
    }

    /**
     * @param withToken whether the request brought a token
     */
    record Caller(ObjectNode claims, String role, boolean withToken) {}
}
