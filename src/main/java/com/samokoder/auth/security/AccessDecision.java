package com.samokoder.auth.security;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.util.ServletRequestPathUtils;

import java.util.function.Supplier;

/** Decides by the table of rules, and leaves the reason of a refusal for the answer. */
@Component
final class AccessDecision implements AuthorizationManager<RequestAuthorizationContext> {
    static final String ALLOWED_METHODS = AccessDecision.class.getName() + ".methods";

    private final ScopeRules rules;

    AccessDecision(ScopeRules rules) {
        this.rules = rules;
    }

    @Override
    public AuthorizationResult authorize(
            Supplier<? extends @Nullable Authentication> authentication,
            RequestAuthorizationContext context) {
        var request = context.getRequest();
        var path = ServletRequestPathUtils.parse(request).pathWithinApplication();
        var access = rules.find(HttpMethod.valueOf(request.getMethod()), path);
        if (access.isEmpty()) {
            return refuse(request, absence(request, path));
        }
        var user = user(authentication.get());
        return switch (access.get()) {
            case Access.Open _ -> new AuthorizationDecision(true);
            case Access.SessionOnly _ -> decide(request, user != null && user.sessionId() != null);
            case Access.Scoped(var anyOf) ->
                    decide(
                            request,
                            user != null && anyOf.stream().anyMatch(user.scopes()::contains));
        };
    }

    private ErrorCode absence(HttpServletRequest request, PathContainer path) {
        var methods = rules.methods(path);
        if (methods.isEmpty()) {
            return ErrorCode.NOT_FOUND;
        }
        request.setAttribute(ALLOWED_METHODS, String.join(", ", methods));
        return ErrorCode.METHOD_NOT_ALLOWED;
    }

    private static AuthorizationResult decide(HttpServletRequest request, boolean granted) {
        return granted ? new AuthorizationDecision(true) : refuse(request, ErrorCode.FORBIDDEN);
    }

    private static AuthorizationResult refuse(HttpServletRequest request, ErrorCode reason) {
        request.setAttribute(SecurityProblems.REFUSAL, ApiException.of(reason));
        return new AuthorizationDecision(false);
    }

    private static @Nullable CurrentUser user(@Nullable Authentication authentication) {
        return (authentication instanceof CallerAuthentication caller)
                ? caller.getPrincipal()
                : null;
    }
}
