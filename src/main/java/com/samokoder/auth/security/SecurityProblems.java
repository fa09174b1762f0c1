package com.samokoder.auth.security;

import com.samokoder.platform.audit.AuditEntry;
import com.samokoder.platform.audit.AuditEvent;
import com.samokoder.platform.audit.AuditTrail;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.web.ProblemWriter;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;

import java.io.IOException;

/** Says no in the service's one form. Who is nobody learns nothing but that. */
@Component
final class SecurityProblems implements AuthenticationEntryPoint, AccessDeniedHandler {
    static final String REFUSAL = SecurityProblems.class.getName() + ".refusal";

    private final ProblemWriter problems;
    private final AuditTrail audit;

    SecurityProblems(ProblemWriter problems, AuditTrail audit) {
        this.problems = problems;
        this.audit = audit;
    }

    @Override
    public void commence(
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException nobody)
            throws IOException {
        var failure =
                request.getAttribute(BearerFilter.FAILURE) instanceof ApiException unavailable
                        ? unavailable
                        : ApiException.of(ErrorCode.UNAUTHENTICATED);
        if (BasicCredential.isAskedFor(request)) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, BasicCredential.CHALLENGE);
        }
        problems.write(failure, request, response);
    }

    @Override
    public void handle(
            HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        var refusal =
                request.getAttribute(REFUSAL) instanceof ApiException reason
                        ? reason
                        : ApiException.of(ErrorCode.FORBIDDEN);
        if (refusal.code() == ErrorCode.FORBIDDEN) {
            trace(request);
        }
        if (request.getAttribute(AccessDecision.ALLOWED_METHODS) instanceof String methods) {
            response.setHeader(HttpHeaders.ALLOW, methods);
        }
        problems.write(refusal, request, response);
    }

    private void trace(HttpServletRequest request) {
        if (request.getUserPrincipal() instanceof CallerAuthentication caller) {
            var user = caller.getPrincipal().id().value();
            audit.record(AuditEntry.refused(AuditEvent.ACCESS_CHECK, user));
        }
    }
}
