package com.samokoder.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Every exception that leaves a controller becomes a problem here. */
@RestControllerAdvice
class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private final FailureAnswers answers;

    ProblemAdvice(FailureAnswers answers) {
        this.answers = answers;
    }

    @ExceptionHandler(Throwable.class)
    void answer(Throwable failure, HttpServletRequest request, HttpServletResponse response)
            throws Throwable {
        answers.answer(failure, request, response);
    }

    /** The caller is gone: there is nobody to answer. */
    @ExceptionHandler(AsyncRequestNotUsableException.class)
    void leave(AsyncRequestNotUsableException gone) {
        LOG.debug("The caller left: {}", gone.getMessage());
    }
}
