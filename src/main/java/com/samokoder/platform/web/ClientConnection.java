package com.samokoder.platform.web;

import jakarta.servlet.http.HttpServletRequest;

/**
 * The connection on which a request came. The container notices that a client has gone only when it
 * writes; whoever works long for a client asks here.
 */
public interface ClientConnection {

    /**
     * Whether the client has hung up. For use by one thread at a time, from when the request's body
     * was read until its handler returns.
     */
    boolean isGone();

    /** The connection of a request; of one that came otherwise, one that is never gone. */
    static ClientConnection of(HttpServletRequest request) {
        var known = request.getAttribute(ClientConnection.class.getName());
        return known instanceof ClientConnection connection ? connection : () -> false;
    }
}
