package com.samokoder.auth.security;

import com.samokoder.auth.CurrentUser;
import com.samokoder.auth.identity.ActiveSessions;
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
    private final SensitiveCalls sensitive;
    private final ActiveSessions sessions;

    AccessDecision(ScopeRules rules, SensitiveCalls sensitive, ActiveSessions sessions) {
        this.rules = rules;
        this.sensitive = sensitive;
        this.sessions = sessions;
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
        if (access.get() instanceof Access.Open) {
            return new AuthorizationDecision(true);
        }
        if (user == null) {
            return refuse(request, ErrorCode.FORBIDDEN);
        }
        if (!grants(access.get(), user)) {
            return refuse(request, refusal(user));
        }
        return sensitive.include(HttpMethod.valueOf(request.getMethod()), path)
                ? confirm(request, user)
                : new AuthorizationDecision(true);
    }

    static boolean grants(Access access, CurrentUser user) {
        return switch (access) {
            case Access.Open _ -> true;
            case Access.AnySession _ -> user.sessionId() != null;
            case Access.SessionOnly _ -> isFullSession(user);
            case Access.Administrator _ -> isFullSession(user) && user.admin();
            case Access.Scoped(var anyOf) -> anyOf.stream().anyMatch(user.scopes()::contains);
        };
    }

    private static boolean isFullSession(CurrentUser user) {
        return user.sessionId() != null && !user.scopes().isEmpty();
    }

    private static ApiException refusal(CurrentUser user) {
        return user.sessionId() != null && user.scopes().isEmpty()
                ? ApiException.of(ErrorCode.FORBIDDEN, "auth.second_factor")
                : ApiException.of(ErrorCode.FORBIDDEN);
    }

    /** A session that was ended or an account that was banned elsewhere does no harm here. */
    private AuthorizationResult confirm(HttpServletRequest request, CurrentUser user) {
        try {
            return switch (sessions.confirmed(user)) {
                case ACTIVE -> new AuthorizationDecision(true);
                case SECOND_FACTOR_NEEDED ->
                        refuse(request, ApiException.of(ErrorCode.FORBIDDEN, "auth.second_factor"));
                case ENDED -> refuse(request, ErrorCode.UNAUTHENTICATED);
            };
        } catch (ApiException unavailable) {
            return refuse(request, unavailable);
        }
    }

    private ErrorCode absence(HttpServletRequest request, PathContainer path) {
        var methods = rules.methods(path);
        if (methods.isEmpty()) {
            return ErrorCode.NOT_FOUND;
        }
        request.setAttribute(ALLOWED_METHODS, String.join(", ", methods));
        return ErrorCode.METHOD_NOT_ALLOWED;
    }

    private static AuthorizationResult refuse(HttpServletRequest request, ErrorCode reason) {
        return refuse(request, ApiException.of(reason));
    }

    private static AuthorizationResult refuse(HttpServletRequest request, ApiException reason) {
        request.setAttribute(SecurityProblems.REFUSAL, reason);
        return new AuthorizationDecision(false);
    }

    private static @Nullable CurrentUser user(@Nullable Authentication authentication) {
        return (authentication instanceof CallerAuthentication caller)
                ? caller.getPrincipal()
                : null;
    }
}
