package com.samokoder.testing.supabase;

import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An answer that is not the function's. */
final class PostgrestFailure extends RuntimeException {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final int status;
    private final String reason;
    private final String code;
    private final String details;
    private final String hint;
    private final List<Map.Entry<String, String>> headers = new ArrayList<>();
    private boolean withProxyStatus = true;

    private PostgrestFailure(
            int status, String reason, String code, String message, String details, String hint) {
        super(message);
        this.status = status;
        this.reason = reason;
        this.code = code;
        this.details = details;
        this.hint = hint;
    }

    static PostgrestFailure of(int status, String code, String message) {
        return of(status, code, message, null, null);
    }

    static PostgrestFailure of(
            int status, String code, String message, String details, String hint) {
        var reason = code.startsWith("PT") ? message : WireResponse.reasonOf(status);
        return new PostgrestFailure(status, reason, code, message, details, hint);
    }

    PostgrestFailure with(String name, String value) {
        headers.add(Map.entry(name, value));
        return this;
    }

    PostgrestFailure withoutProxyStatus() {
        withProxyStatus = false;
        return this;
    }

    WireResponse response(PostgrestVersion version) {
        var body = new LinkedHashMap<String, String>();
        body.put("code", code);
        body.put("details", details);
        body.put("hint", hint);
        body.put("message", getMessage());
        var response =
                WireResponse.json(status, JSON.writeValueAsString(body)).saying(status, reason);
        if (status == 503) {
            response = response.with("Retry-After", "0");
        }
        for (var header : headers) {
            response = response.with(header.getKey(), header.getValue());
        }
        return !version.isTwelve() && withProxyStatus
                ? response.with("Proxy-Status", "PostgREST; error=" + code)
                : response;
    }
}
