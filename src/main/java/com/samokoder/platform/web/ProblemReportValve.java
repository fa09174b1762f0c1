package com.samokoder.platform.web;

import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.json.StrictJson;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * What Tomcat says of requests that are too broken for any filter to see, such as a malformed
 * request line. Public because Tomcat makes it by its name.
 */
public final class ProblemReportValve extends ErrorReportValve {
    private static final Problems PROBLEMS = new Problems(new Texts());

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < ErrorCode.INVALID_REQUEST.status()
                || response.getContentWritten() > 0
                || !response.setErrorReported()) {
            return;
        }
        var problem = PROBLEMS.of(StatusCodes.failure(status), Locale.ENGLISH);
        try {
            response.setContentType(ProblemWriter.MEDIA_TYPE);
            response.setCharacterEncoding("UTF-8");
            var writer = response.getReporter();
            if (writer != null) {
                writer.write(StrictJson.mapper().writeValueAsString(problem));
                response.finishResponse();
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
