package com.samokoder.auth.local;

import com.samokoder.auth.identity.IdentityProperties;
import com.samokoder.auth.jwt.JwtVerifier;
import com.samokoder.auth.jwt.TokenPolicy;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

@Configuration(proxyBeanMethods = false)
class LocalJwtConfiguration {
    @Bean
    JwtVerifier jwtVerifier(SigningKeys keys, IdentityProperties properties, Clock clock) {
        return new JwtVerifier(keys, new TokenPolicy(properties.issuer()), clock);
    }
}
