package com.samokoder.auth.security;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.web.RequestIdentity;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

import java.util.List;

/**
 * An authenticated caller as Spring Security and the servlet API see one: named by the user's id,
 * in role {@code ADMIN} where so, with the access token's id as details where there is one.
 */
final class CallerAuthentication extends AbstractAuthenticationToken {
    private final transient CurrentUser user;

    CallerAuthentication(CurrentUser user) {
        super(authorities(user));
        this.user = user;
        setDetails(user.accessTokenId());
        setAuthenticated(true);
    }

    private static List<GrantedAuthority> authorities(CurrentUser user) {
        return user.admin()
                ? List.of(new SimpleGrantedAuthority(RequestIdentity.ADMIN))
                : List.of();
    }

    @Override
    public CurrentUser getPrincipal() {
        return user;
    }

    @Override
    public String getName() {
        return user.id().toString();
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CallerAuthentication that && user.equals(that.user);
    }

    @Override
    public int hashCode() {
        return user.hashCode();
    }
}
