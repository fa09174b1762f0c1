package com.samokoder.platform.http;

/** A base URL that is not used. The message names the reason and never repeats the URL. */
public final class UrlRefused extends RuntimeException {
    private final Reason reason;

    UrlRefused(Reason reason) {
        super("base URL refused: " + reason);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** What is wrong with it. */
    public enum Reason {
        MALFORMED,
        NOT_HTTPS,
        HAS_USER_INFO,
        HAS_QUERY_OR_FRAGMENT,
        PORT_NOT_ALLOWED,
        ADDRESS_NOT_ALLOWED
    }
}
