package com.samokoder.auth.local;

import com.samokoder.auth.identity.IdentityProperties;
import com.samokoder.auth.jwt.JwtVerifier;
import com.samokoder.auth.jwt.TokenPolicy;
import com.samokoder.auth.jwt.TokenVerifier;
import com.samokoder.platform.supabase.WithoutSupabase;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;
import java.util.Optional;

@WithoutSupabase
@Configuration(proxyBeanMethods = false)
class LocalJwtConfiguration {
    @Bean
    TokenVerifier tokenVerifier(SigningKeys keys, IdentityProperties properties, Clock clock) {
        return new JwtVerifier(keys, new TokenPolicy(properties.issuer(), Optional.empty()), clock);
    }
}
