package com.samokoder.llm.passage;

import com.samokoder.llm.ProviderFailure;
import com.samokoder.llm.TokenUsage;
import com.samokoder.llm.wire.AnswerJson;
import com.samokoder.llm.wire.AnswerReader;
import com.samokoder.llm.wire.FailureReader;
import com.samokoder.llm.wire.MalformedAnswer;

import okhttp3.Response;

import okio.BufferedSource;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Set;

/**
 * Hands an answer on as its provider wrote it. Only the few events that tell usage or a failure are
 * parsed; a usage that the client did not ask for is left out.
 */
public final class PassThrough implements AnswerReader {
    private static final Set<String> OUTLINE = Set.of("usage", "x_groq", "error", "type", "object");

    private final AnswerJson json;
    private final FailureReader failures;
    private final PassedOn passed;
    private final EventScan scan = new EventScan();

    public PassThrough(AnswerJson json, FailureReader failures, PassedOn passed) {
        this.json = json;
        this.failures = failures;
        this.passed = passed;
    }

    @Override
    public void read(Response response) throws IOException {
        boolean document = AnswerJson.isDocument(response);
        if (document) {
            readDocument(response);
        } else if (passed.call().stream()) {
            readStream(response);
        } else {
            throw new MalformedAnswer("wrong_content_type");
        }
        passed.finished();
    }

    @Override
    public @Nullable TokenUsage spent() {
        return passed.spent();
    }

    private void readDocument(Response response) throws IOException {
        var bytes = json.bytes(response);
        var outline = json.outline(bytes, OUTLINE);
        if (FailureReader.isError(outline)) {
            throw failures.read(response.code(), outline);
        }
        if (passed.call().stream()) {
            throw new MalformedAnswer("not_a_stream");
        }
        passed.meter().read(outline);
        scan.look(bytes, 0, bytes.length);
        passed.wrote(scan.text());
        passed.stopped(scan.reason());
        passed.piece(bytes, 0, bytes.length, true);
    }

    private void readStream(Response response) throws IOException {
        var source = response.body().source();
        try {
            if (!readEvents(response.code(), source)) {
                throw new MalformedAnswer("stream_cut");
            }
        } catch (IOException broken) {
            // A model that said why it stopped has said everything; only its usage is missing.
            if (!passed.hasStopped() || passed.isCancelled()) {
                throw broken;
            }
            passed.piece(new byte[0], 0, 0, true);
        }
    }

    /** Whether the stream came to its proper end. */
    private boolean readEvents(int status, BufferedSource source) throws IOException {
        var buffer = new EventBuffer();
        boolean more = true;
        while (more) {
            more = buffer.fill(source);
            passed.requireWanted();
            int from = 0;
            int start = 0;
            int end = next(buffer, start, more);
            while (end >= 0) {
                boolean stripped = look(status, buffer, from, start, end);
                if (stripped || scan.isLast()) {
                    passed.piece(buffer.bytes(), from, start, false);
                    from = stripped ? end : start;
                }
                if (scan.isLast()) {
                    passed.piece(buffer.bytes(), from, end, true);
                    return true;
                }
                start = end;
                end = next(buffer, start, more);
            }
            passed.piece(buffer.bytes(), from, start, false);
            buffer.drop(start);
        }
        return false;
    }

    /** The end of the next event; at the end of the stream it needs no blank line. */
    private static int next(EventBuffer buffer, int start, boolean more) {
        int end = buffer.nextEnd();
        boolean rest = end < 0 && !more && start < buffer.length();
        return rest ? buffer.length() : end;
    }

    /**
     * Takes note of an event. Before a failure goes what came before it, but not as the beginning
     * of an answer: that would forbid another attempt.
     *
     * @return whether the client is not to see the event
     */
    private boolean look(int status, EventBuffer buffer, int from, int start, int end)
            throws IOException {
        try {
            return look(status, buffer.bytes(), start, end);
        } catch (ProviderFailure failure) {
            if (passed.begun()) {
                passed.piece(buffer.bytes(), from, start, false);
            }
            throw failure;
        }
    }

    private boolean look(int status, byte[] bytes, int start, int end) throws IOException {
        scan.look(bytes, start, end);
        passed.wrote(scan.text());
        passed.stopped(scan.reason());
        if (!scan.usage() && !scan.error()) {
            return false;
        }
        var event = json.event(bytes, start, end);
        if (event == null) {
            return false;
        }
        var failure = Failures.in(event);
        if (failure != null) {
            throw failures.read(status, failure);
        }
        passed.meter().read(event);
        return !passed.call().usageAsked() && passed.meter().isUnasked(event);
    }
}
