package com.samokoder.auth;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpMethod;

import java.util.Optional;

/**
 * Lets programs in that hold an access token, by the checks that every request passes, but without
 * the filters around them: for endpoints that are called thousands of times a second.
 */
public interface TokenAdmission {

    /**
     * The gate of one endpoint.
     *
     * @throws IllegalArgumentException where nobody may call it
     */
    Gate gate(HttpMethod method, String path);

    /** Stands before one endpoint. */
    @FunctionalInterface
    interface Gate {
        /**
         * Who calls. Empty for everybody else: sessions, credentials that do not count, tokens
         * without the scope, and when nobody can be asked. Why, the ordinary way has to say.
         */
        Optional<CurrentUser> admit(HttpServletRequest request);
    }
}
