package com.samokoder.auth.security;

import com.samokoder.auth.CurrentUser;
import com.samokoder.auth.TokenAdmission;
import com.samokoder.auth.identity.ActiveSessions;
import com.samokoder.auth.identity.SessionState;
import com.samokoder.auth.token.AccessTokens;
import com.samokoder.platform.errors.ApiException;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;

import java.util.Optional;

/** Looks the endpoint's rule up once, in the tables that {@link AccessDecision} reads as well. */
@Component
final class ScopedAdmission implements TokenAdmission {
    private final Callers callers;
    private final ScopeRules rules;
    private final SensitiveCalls sensitive;
    private final ActiveSessions sessions;

    ScopedAdmission(
            Callers callers, ScopeRules rules, SensitiveCalls sensitive, ActiveSessions sessions) {
        this.callers = callers;
        this.rules = rules;
        this.sensitive = sensitive;
        this.sessions = sessions;
    }

    @Override
    public Gate gate(HttpMethod method, String path) {
        var container = PathContainer.parsePath(path);
        var access =
                rules.find(method, container)
                        .orElseThrow(() -> new IllegalArgumentException("no rule for " + path));
        boolean confirmed = sensitive.include(method, container);
        return request -> admitted(request, access, confirmed);
    }

    private Optional<CurrentUser> admitted(
            HttpServletRequest request, Access access, boolean confirmed) {
        try {
            return BearerCredential.of(request)
                    .filter(AccessTokens::looksLikeOne)
                    .flatMap(callers::find)
                    .filter(user -> AccessDecision.grants(access, user))
                    .filter(user -> !confirmed || isActive(user));
        } catch (ApiException unavailable) {
            return Optional.empty();
        }
    }

    private boolean isActive(CurrentUser user) {
        return sessions.confirmed(user) == SessionState.ACTIVE;
    }
}
