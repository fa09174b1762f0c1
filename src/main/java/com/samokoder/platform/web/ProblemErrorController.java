package com.samokoder.platform.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;

/** Answers what the container reports: failures of filters and of requests no handler ever saw. */
@RestController
class ProblemErrorController implements ErrorController {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemErrorController.class);

    private final ProblemWriter writer;

    ProblemErrorController(ProblemWriter writer) {
        this.writer = writer;
    }

    /** Whoever asks for this path himself finds nothing. */
    @RequestMapping("/error")
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        var failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        if (failure instanceof Throwable thrown) {
            var path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
            LOG.error("{} {} failed before its handler", request.getMethod(), path, thrown);
        }
        int known = status instanceof Integer code ? code : HttpStatus.NOT_FOUND.value();
        writer.write(StatusCodes.failure(known), request, response);
    }
}
