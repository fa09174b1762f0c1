package com.samokoder.gateway.surface;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.web.Problem;
import com.samokoder.platform.web.ProblemForm;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Component;

import java.util.LinkedHashMap;

/**
 * Tells problems as the vendors do, so that their libraries raise their own exceptions. What would
 * fail again is marked so: those libraries repeat 409, 429 and 5xx by themselves.
 */
@Component
class VendorForm implements ProblemForm {
    private static final String PREFIX = "/v1/";

    @Override
    public boolean covers(HttpServletRequest request) {
        var failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        var path = failed instanceof String original ? original : request.getRequestURI();
        return path.startsWith(PREFIX);
    }

    @Override
    public Told tell(ApiException failure, Problem problem, HttpServletRequest request) {
        var vendor = Vendor.of(request);
        var error = VendorError.of(failure, problem);
        var headers = new LinkedHashMap<String, String>();
        headers.put("x-should-retry", Boolean.toString(error.retryable()));
        if (vendor == Vendor.ANTHROPIC && problem.requestId() != null) {
            headers.put("request-id", problem.requestId());
        }
        return new Told(error.status(), headers, error.body(vendor, problem));
    }
}
