package com.samokoder.platform.web;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

import java.util.Optional;
import java.util.UUID;

/**
 * The caller as far as the platform knows him: the name of Spring Security's authentication, which
 * is the user's id, whether he holds the authority {@value #ADMIN}, and its details, the access
 * token.
 *
 * @param userId the user's id as text
 * @param accessTokenId null where the caller came with a session
 */
public record RequestIdentity(String userId, boolean admin, @Nullable UUID accessTokenId) {
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
        var token = authentication.getDetails() instanceof UUID id ? id : null;
        return new RequestIdentity(authentication.getName(), admin, token);
    }
}
