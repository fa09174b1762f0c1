package com.samokoder.auth.local;

import static com.samokoder.auth.local.TokenForge.OTHER_EC;
import static com.samokoder.auth.local.TokenForge.OTHER_RSA;
import static com.samokoder.auth.local.TokenForge.part;

import io.jsonwebtoken.Jwts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;

/**
 * Tokens that must be refused. Those about claims are signed with the service's own key, so that
 * nothing but the claim in question can be the reason.
 */
final class ForgedTokens {
    private final String kid;
    private final ECPrivateKey key;
    private final ECPublicKey published;
    private final UUID user;
    private final UUID session;
    private final long now;
    private final Map<String, String> tokens = new LinkedHashMap<>();

    ForgedTokens(
            SigningKeys.SigningKey key,
            ECPublicKey published,
            UUID user,
            UUID session,
            Instant now) {
        this.kid = key.kid();
        this.key = key.key();
        this.published = published;
        this.user = user;
        this.session = session;
        this.now = now.getEpochSecond();
    }

    /** By what is wrong with them. */
    Map<String, String> all() {
        unsigned();
        signedWithTheWrongThing();
        otherAlgorithms();
        strangeKeyIds();
        keysInTheHeader();
        otherShapes();
        times();
        parties();
        subjects();
        brokenJson();
        cutAndGlued();
        return tokens;
    }

    /** The same forge, used honestly. */
    String genuine() {
        return signed(header(), claims());
    }

    private void unsigned() {
        for (var none : new String[] {"none", "None", "NONE", "nOnE"}) {
            var content = part(alg(none)) + "." + part(claims());
            tokens.put("alg " + none + " without a signature", content + ".");
            tokens.put("alg " + none + " with a signature", content + "." + genuineSignature());
        }
        tokens.put("empty signature", content() + ".");
        tokens.put("psychic signature", content() + "." + part(new byte[64]));
        tokens.put("half psychic signature", content() + "." + part(halfZero()));
        tokens.put("short signature", content() + "." + part(new byte[32]));
    }

    private void signedWithTheWrongThing() {
        tokens.put(
                "another EC key under our key id",
                TokenForge.es256(header(), claims(), OTHER_EC.getPrivate()));
        tokens.put(
                "DER instead of the raw form", TokenForge.sign("SHA256withECDSA", content(), key));
        for (var hash : new String[] {"256", "384", "512"}) {
            var content = part(alg("HS" + hash)) + "." + part(claims());
            tokens.put(
                    "public key as HMAC secret, HS" + hash,
                    TokenForge.hmac("HmacSHA" + hash, content, published.getEncoded()));
            tokens.put(
                    "public key as PEM as HMAC secret, HS" + hash,
                    TokenForge.hmac("HmacSHA" + hash, content, pem()));
        }
    }

    private void otherAlgorithms() {
        tokens.put("RS256 under our key id", rsa("RS256", "SHA256withRSA"));
        tokens.put("RS512 under our key id", rsa("RS512", "SHA512withRSA"));
        tokens.put("ES384 named, ES256 signed", signed(alg("ES384"), claims()));
        tokens.put("alg in lower case", signed(alg("es256"), claims()));
        tokens.put("alg EdDSA", signed(alg("EdDSA"), claims()));
        tokens.put("alg missing", signed("{\"kid\":\"" + kid + "\"}", claims()));
        tokens.put("alg a number", signed("{\"alg\":256,\"kid\":\"" + kid + "\"}", claims()));
        tokens.put("alg null", signed("{\"alg\":null,\"kid\":\"" + kid + "\"}", claims()));
    }

    private void strangeKeyIds() {
        tokens.put("no key id", signed("{\"alg\":\"ES256\"}", claims()));
        for (var strange :
                new String[] {
                    "\"\"",
                    "\"unknown\"",
                    "\"../../../../dev/null\"",
                    "\"' or '1'='1\"",
                    "7",
                    "[\"" + "a" + "\"]",
                    "null",
                    "\"/proc/self/environ\""
                }) {
            var header = "{\"alg\":\"ES256\",\"kid\":" + strange + "}";
            tokens.put("key id " + strange, signed(header, claims()));
        }
    }

    private void keysInTheHeader() {
        var jwk =
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\""
                        + part(new byte[32])
                        + "\",\"y\":\""
                        + part(new byte[32])
                        + "\"}";
        for (var extra :
                new String[] {
                    "\"jwk\":" + jwk,
                    "\"jku\":\"https://attacker.example/jwks.json\"",
                    "\"x5u\":\"https://attacker.example/cert.pem\"",
                    "\"x5c\":[\"AAAA\"]",
                    "\"crit\":[\"exp\"]",
                    "\"crit\":[\"b64\"],\"b64\":false",
                    "\"b64\":false",
                    "\"cty\":\"JWT\"",
                    "\"typ\":\"logout+jwt\"",
                    "\"typ\":\"at+jwt\"",
                    "\"alg\":\"none\""
                }) {
            tokens.put("header with " + extra, signed(headerWith(extra), claims()));
            tokens.put(
                    "header with " + extra + ", foreign key",
                    TokenForge.es256(headerWith(extra), claims(), OTHER_EC.getPrivate()));
        }
    }

    private void otherShapes() {
        tokens.put(
                "compressed",
                TokenForge.sign(
                        "SHA256withECDSAinP1363Format",
                        part(headerWith("\"zip\":\"DEF\"")) + "." + part(deflated(claims())),
                        key));
        tokens.put(
                "encrypted instead of signed",
                Jwts.builder()
                        .header()
                        .keyId(kid)
                        .and()
                        .subject(user.toString())
                        .encryptWith(published, Jwts.KEY.ECDH_ES, Jwts.ENC.A256GCM)
                        .compact());
    }

    private void times() {
        tokens.put("no expiry", claiming("exp", null));
        tokens.put("expired", claiming("exp", Long.toString(now - 31)));
        tokens.put("expired long ago", claiming("exp", "0"));
        tokens.put("negative expiry", claiming("exp", "-1"));
        tokens.put("expiry in words", claiming("exp", "\"never\""));
        tokens.put("expiry null", claiming("exp", "null"));
        tokens.put("expiry as a list", claiming("exp", "[" + (now + 900) + "]"));
        tokens.put("not valid yet", claiming("nbf", Long.toString(now + 60)));
        tokens.put("made in the future", claiming("iat", Long.toString(now + 60)));
        tokens.put("no date of making", claiming("iat", null));
    }

    private void parties() {
        tokens.put("other issuer", claiming("iss", "\"https://attacker.example\""));
        tokens.put("issuer in capitals", claiming("iss", "\"SAMOKODER\""));
        tokens.put("no issuer", claiming("iss", null));
        tokens.put("other audience", claiming("aud", "\"anon\""));
        tokens.put("no audience", claiming("aud", null));
        tokens.put("two audiences", claiming("aud", "[\"authenticated\",\"other\"]"));
        tokens.put(
                "identity token", claiming("aud", "\"client\",\"nonce\":\"n\",\"at_hash\":\"h\""));
        tokens.put("role of the service", claiming("role", "\"service_role\""));
        tokens.put("role anon", claiming("role", "\"anon\""));
        tokens.put("no role", claiming("role", null));
        tokens.put("role as a list", claiming("role", "[\"authenticated\"]"));
        tokens.put("third party's client", claiming("client_id", "\"some-client\""));
        tokens.put("anonymous", claiming("is_anonymous", "true"));
    }

    private void subjects() {
        tokens.put("no subject", claiming("sub", null));
        tokens.put("subject no uuid", claiming("sub", "\"admin\""));
        tokens.put("subject short uuid", claiming("sub", "\"1-1-1-1-1\""));
        tokens.put("subject a number", claiming("sub", "1"));
        tokens.put("no session", claiming("session_id", null));
        tokens.put("session no uuid", claiming("session_id", "\"mine\""));
        tokens.put("session a list", claiming("session_id", "[\"" + session + "\"]"));
    }

    private void brokenJson() {
        var twice = "{\"sub\":\"" + user + "\"," + claims().substring(1);
        tokens.put("claim twice", signed(header(), twice));
        tokens.put("header twice", signed("{\"alg\":\"ES256\"," + header().substring(1), claims()));
        tokens.put("payload a list", signed(header(), "[" + claims() + "]"));
        tokens.put("payload a text", signed(header(), "\"hello\""));
        tokens.put("payload empty", signed(header(), ""));
        tokens.put("payload no json", signed(header(), "{\"sub\":"));
        tokens.put("payload deep", signed(header(), "[".repeat(2000) + "]".repeat(2000)));
        tokens.put("header no json", signed("{\"alg\":", claims()));
    }

    private void cutAndGlued() {
        var genuine = genuine();
        var parts = genuine.split("\\.");
        tokens.put("nothing", "");
        tokens.put("dots", "..");
        tokens.put("words", "undefined");
        tokens.put("without signature part", parts[0] + "." + parts[1]);
        tokens.put("one part more", genuine + "." + parts[2]);
        tokens.put("cut at the end", genuine.substring(0, genuine.length() - 4));
        tokens.put("cut at the start", genuine.substring(4));
        tokens.put("other claims under the signature", glued(parts));
        tokens.put("bearer twice", "Bearer " + genuine);
        tokens.put("too long", claiming("padding", "\"" + "x".repeat(8192) + "\""));
    }

    private String glued(String[] parts) {
        var other = claims().replace(user.toString(), UUID.randomUUID().toString());
        return parts[0] + "." + part(other) + "." + parts[2];
    }

    private String signed(String header, String claims) {
        return TokenForge.es256(header, claims, key);
    }

    /** The genuine claims with one changed, added, or (null) left out. */
    private String claiming(String name, String json) {
        var changed = claimMap();
        if (json == null) {
            changed.remove(name);
        } else {
            changed.put(name, json);
        }
        return signed(header(), write(changed));
    }

    private Map<String, String> claimMap() {
        var claims = new LinkedHashMap<String, String>();
        claims.put("iss", "\"samokoder\"");
        claims.put("aud", "\"authenticated\"");
        claims.put("sub", "\"" + user + "\"");
        claims.put("iat", Long.toString(now));
        claims.put("exp", Long.toString(now + 900));
        claims.put("role", "\"authenticated\"");
        claims.put("session_id", "\"" + session + "\"");
        claims.put("email", "\"someone@example.com\"");
        return claims;
    }

    private String claims() {
        return write(claimMap());
    }

    private static String write(Map<String, String> claims) {
        var text = new StringBuilder("{");
        claims.forEach((name, json) -> text.append("\"%s\":%s,".formatted(name, json)));
        return text.deleteCharAt(text.length() - 1).append('}').toString();
    }

    private String header() {
        return alg("ES256");
    }

    private String alg(String algorithm) {
        return "{\"alg\":\"" + algorithm + "\",\"kid\":\"" + kid + "\",\"typ\":\"JWT\"}";
    }

    private String headerWith(String extra) {
        return "{\"alg\":\"ES256\",\"kid\":\"" + kid + "\"," + extra + "}";
    }

    private String content() {
        return part(header()) + "." + part(claims());
    }

    private String genuineSignature() {
        return genuine().substring(genuine().lastIndexOf('.') + 1);
    }

    private String rsa(String named, String algorithm) {
        var content = part(alg(named)) + "." + part(claims());
        return TokenForge.sign(algorithm, content, OTHER_RSA.getPrivate());
    }

    private byte[] pem() {
        var encoded = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return ("-----BEGIN PUBLIC KEY-----\n"
                        + encoded.encodeToString(published.getEncoded())
                        + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] halfZero() {
        var bytes = new byte[64];
        bytes[63] = 1;
        return bytes;
    }

    private static byte[] deflated(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
