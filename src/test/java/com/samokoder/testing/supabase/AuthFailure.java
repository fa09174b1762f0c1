package com.samokoder.testing.supabase;

import tools.jackson.databind.json.JsonMapper;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the stand-in of Supabase Auth refuses with, in the shape that the caller's version asks for.
 */
final class AuthFailure extends RuntimeException {
    private static final String VERSION = "2024-01-01";

    private final int status;
    private final String code;
    private final Map<String, ?> more;

    AuthFailure(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    AuthFailure(int status, String code, String message, Map<String, ?> more) {
        super(message);
        this.status = status;
        this.code = code;
        this.more = more;
    }

    WireResponse response(WireRequest request) {
        var body = new LinkedHashMap<String, Object>();
        if (code.equals("invalid_request")) {
            body.put("error", code);
            body.put("error_description", getMessage());
        } else if (request.header("x-supabase-api-version").compareTo(VERSION) >= 0) {
            body.put("code", code);
            body.put("message", getMessage());
        } else {
            body.put("code", status);
            body.put("error_code", code);
            body.put("msg", getMessage());
        }
        body.putAll(more);
        return WireResponse.json(status, JsonMapper.shared().writeValueAsString(body))
                .with("x-sb-error-code", code);
    }
}
