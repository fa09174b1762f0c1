package com.samokoder.auth.identity;

import jakarta.validation.constraints.NotBlank;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Sign-in.
 *
 * @param issuer the {@code iss} of access tokens that this installation makes
 * @param accessTokenLifetime how long a JWT counts
 * @param refreshTokenLifetime how long a session lives without being used
 * @param refreshGrace how long a used refresh token still answers its successor
 * @param admins addresses whose sessions are an administrator's
 */
@Validated
@ConfigurationProperties("samokoder.auth")
public record IdentityProperties(
        @NotBlank @DefaultValue("samokoder") String issuer,
        @DefaultValue("15m") Duration accessTokenLifetime,
        @DefaultValue("30d") Duration refreshTokenLifetime,
        @DefaultValue("10s") Duration refreshGrace,
        @DefaultValue List<String> admins) {

    public boolean listsAdmin(String email) {
        return admins.stream().anyMatch(listed -> normalise(listed).equals(normalise(email)));
    }

    /** An address as it is stored and compared. */
    public static String normalise(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }
}
