package com.samokoder.platform.web;

import com.samokoder.platform.errors.ApiException;

import jakarta.servlet.http.HttpServletRequest;

import java.util.Map;

/** Another form than problem+json, for paths whose clients expect one. */
public interface ProblemForm {
    boolean covers(HttpServletRequest request);

    Told tell(ApiException failure, Problem problem, HttpServletRequest request);

    /**
     * A problem in that form.
     *
     * @param body an object to be written as JSON
     */
    record Told(int status, Map<String, String> headers, Object body) {}
}
