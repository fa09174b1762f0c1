package com.samokoder.auth.security;

import com.samokoder.platform.errors.ApiException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;

import java.io.IOException;

/** Stands in until the platform's own is there. */
@Component("securityProblemWriter")
final class ProblemWriter {
    void write(ApiException failure, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setStatus(failure.code().status());
        response.setContentType("application/problem+json");
        response.getWriter()
                .write(
                        "{\"code\":\"%s\",\"status\":%d,\"instance\":\"%s\"}"
                                .formatted(
                                        failure.code().code(),
                                        failure.code().status(),
                                        request.getMethod()));
    }
}
