package com.samokoder.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;

/**
 * An endpoint that plain requests reach without Spring Security's and Spring MVC's machinery, whose
 * share of a short call is a fourth. Its controller stays: what is not plain, and whoever may not
 * call it, goes there and is answered as everywhere.
 */
public interface ExpressEndpoint {

    /** The path of its POST requests, without variables. */
    String path();

    /**
     * Serves a request with a JSON body, a body limit, an id and the usual headers. Authentication,
     * scope and rate limit are its own affair. What it throws is answered as a controller's.
     *
     * @return false where the ordinary way shall serve it; then nothing was read or counted
     */
    boolean serve(HttpServletRequest request, HttpServletResponse response) throws IOException;
}
