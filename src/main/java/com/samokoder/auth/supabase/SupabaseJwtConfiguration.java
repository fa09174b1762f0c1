package com.samokoder.auth.supabase;

import com.samokoder.auth.jwt.JwtVerifier;
import com.samokoder.auth.jwt.TokenPolicy;
import com.samokoder.auth.jwt.TokenRules;
import com.samokoder.auth.jwt.TokenVerifier;
import com.samokoder.platform.supabase.OnSupabase;
import com.samokoder.platform.supabase.SupabaseProject;

import io.jsonwebtoken.security.Keys;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.time.Clock;

@OnSupabase
@Configuration(proxyBeanMethods = false)
class SupabaseJwtConfiguration {
    @Bean
    TokenVerifier tokenVerifier(
            SupabaseProject project,
            PublishedKeys keys,
            AuthCalls calls,
            JsonMapper json,
            Clock clock) {
        var secret =
                project.jwtSecret()
                        .map(text ->
                                Keys.hmacShaKeyFor(text.reveal().getBytes(StandardCharsets.UTF_8)));
        var policy = new TokenPolicy(project.issuer(), secret);
        var verifier = new JwtVerifier(keys, policy, clock);
        return secret.isPresent()
                ? verifier
                : new AskingVerifier(verifier, new TokenRules(policy, clock), calls, json);
    }
}
