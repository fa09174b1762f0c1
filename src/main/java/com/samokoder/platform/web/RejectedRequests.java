package com.samokoder.platform.web;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;

import java.io.IOException;

/** Answers requests that Spring Security's firewall turns away for their form. */
@Component
class RejectedRequests implements RequestRejectedHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RejectedRequests.class);

    private final ProblemWriter writer;

    RejectedRequests(ProblemWriter writer) {
        this.writer = writer;
    }

    @Override
    public void handle(
            HttpServletRequest request,
            HttpServletResponse response,
            RequestRejectedException rejection)
            throws IOException {
        LOG.debug("Refused: {}", rejection.getMessage());
        writer.write(ApiException.of(ErrorCode.INVALID_REQUEST), request, response);
    }
}
