package com.samokoder.platform.supabase;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * A Supabase project.
 *
 * @param url its origin; empty where this installation keeps its users and data itself
 * @param anonKey the key that anybody may see: {@code sb_publishable_…}, or the legacy {@code anon}
 * @param serviceRoleKey the key that nobody else may see: {@code sb_secret_…}, or the legacy {@code
 *     service_role}
 * @param jwtSecret of projects that still sign access tokens with HS256; where it is missing, such
 *     tokens are checked by asking Supabase Auth
 * @param authTimeout how long one call of Supabase Auth may take
 */
@ConfigurationProperties("samokoder.supabase")
public record SupabaseProperties(
        @DefaultValue("") String url,
        @DefaultValue("") String anonKey,
        @DefaultValue("") String serviceRoleKey,
        @DefaultValue("") String jwtSecret,
        @DefaultValue("12s") Duration authTimeout) {
    /** Whether this installation stands on a project. */
    public boolean named() {
        return !url.isBlank();
    }

    @Override
    public String toString() {
        return "SupabaseProperties[url=" + url + "]";
    }
}
