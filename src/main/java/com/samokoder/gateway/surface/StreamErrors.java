package com.samokoder.gateway.surface;

import com.samokoder.llm.WireForm;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.web.Problems;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;

/** Failures in the middle of a stream, as the vendors tell them. */
@Component
class StreamErrors {
    private final Problems problems;
    private final JsonMapper json;

    StreamErrors(Problems problems, JsonMapper json) {
        this.problems = problems;
        this.json = json;
    }

    byte[] event(ApiException failure, WireForm form, HttpServletRequest request) {
        var problem = problems.of(failure, request);
        var error = VendorError.of(failure, problem);
        var vendor = Vendor.of(form);
        var body =
                form == WireForm.RESPONSES
                        ? error.responsesEvent(problem)
                        : error.body(vendor, problem);
        boolean named = vendor == Vendor.ANTHROPIC || form == WireForm.RESPONSES;
        var event = (named ? "event: error\n" : "") + "data: " + json.writeValueAsString(body);
        return (event + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
