package com.samokoder.platform.web;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

import java.util.Optional;

/**
 * The caller as far as the platform knows him: the name of Spring Security's authentication, which
 * is the user's id, and whether he holds the authority {@value #ADMIN}.
 *
 * @param userId the user's id as text
 */
public record RequestIdentity(String userId, boolean admin) {
    /** The authority of users who may see the installation's own numbers. */
    public static final String ADMIN = "ROLE_ADMIN";

    /** Empty for anonymous requests, and before Spring Security has run. */
    public static Optional<RequestIdentity> current() {
        return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .filter(Authentication::isAuthenticated)
                .filter(authentication -> !(authentication instanceof AnonymousAuthenticationToken))
                .map(RequestIdentity::of);
    }

    private static RequestIdentity of(Authentication authentication) {
        boolean admin =
                authentication.getAuthorities().stream()
                        .anyMatch(granted -> ADMIN.equals(granted.getAuthority()));
        return new RequestIdentity(authentication.getName(), admin);
    }
}
