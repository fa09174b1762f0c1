package com.samokoder.auth.security;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.errors.ApiException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.MDC;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Optional;

/**
 * Signs in whoever brings a {@link BearerCredential}. A credential that does not count makes nobody
 * of its bearer, who may still call what is open to all.
 */
final class BearerFilter extends OncePerRequestFilter {
    static final String FAILURE = BearerFilter.class.getName() + ".failure";
    static final String MDC_KEY = "user_id";

    private final Callers callers;
    private final SecurityContextRepository contexts;

    BearerFilter(Callers callers, SecurityContextRepository contexts) {
        this.callers = callers;
        this.contexts = contexts;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var caller = caller(request);
        caller.ifPresent(user -> signIn(user, request, response));
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(MDC_KEY);
        }
    }

    /** Where the credential cannot be checked now, the entry point says so instead of "wrong". */
    private Optional<CurrentUser> caller(HttpServletRequest request) {
        try {
            return BearerCredential.of(request).flatMap(callers::find);
        } catch (ApiException unavailable) {
            request.setAttribute(FAILURE, unavailable);
            return Optional.empty();
        }
    }

    private void signIn(
            CurrentUser user, HttpServletRequest request, HttpServletResponse response) {
        var context = new SecurityContextImpl(new CallerAuthentication(user));
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
        MDC.put(MDC_KEY, user.id().toString());
    }
}
