package com.samokoder.auth.local;

import com.samokoder.auth.identity.Identity;
import com.samokoder.auth.identity.IdentityProperties;
import com.samokoder.auth.jwt.TokenPolicy;
import com.samokoder.platform.supabase.WithoutSupabase;

import io.jsonwebtoken.Jwts;

import org.springframework.stereotype.Component;

import java.time.Clock;
import java.util.Date;
import java.util.UUID;

/** Makes access tokens in the shape of Supabase's, so that there is one way to check them. */
@WithoutSupabase
@Component
final class JwtSigner {
    private final SigningKeys keys;
    private final IdentityProperties properties;
    private final Clock clock;

    JwtSigner(SigningKeys keys, IdentityProperties properties, Clock clock) {
        this.keys = keys;
        this.properties = properties;
        this.clock = clock;
    }

    String sign(Identity identity, UUID session) {
        var now = clock.instant();
        var active = keys.active();
        return Jwts.builder()
                .header()
                .keyId(active.kid())
                .type("JWT")
                .and()
                .issuer(properties.issuer())
                .audience()
                .add(TokenPolicy.AUDIENCE)
                .and()
                .subject(identity.id().toString())
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plus(properties.accessTokenLifetime())))
                .claim(TokenPolicy.ROLE_CLAIM, TokenPolicy.ROLE)
                .claim(TokenPolicy.SESSION_CLAIM, session.toString())
                .claim(TokenPolicy.EMAIL_CLAIM, identity.email())
                .signWith(active.key(), Jwts.SIG.ES256)
                .compact();
    }
}
