package com.samokoder.llm.translate;

import com.samokoder.llm.TokenUsage;
import com.samokoder.llm.passage.EventScan;
import com.samokoder.llm.passage.Failures;
import com.samokoder.llm.passage.PassedOn;
import com.samokoder.llm.wire.AnswerJson;
import com.samokoder.llm.wire.AnswerReader;
import com.samokoder.llm.wire.FailureReader;
import com.samokoder.llm.wire.MalformedAnswer;
import com.samokoder.llm.wire.SseReader;

import okhttp3.Response;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;

/** Hands an answer on in another form than its provider's. */
public final class TranslatedAnswer implements AnswerReader {
    private static final String DONE = "[DONE]";

    private final AnswerJson answers;
    private final FailureReader failures;
    private final JsonMapper json;
    private final Translation translation;
    private final PassedOn passed;
    private final EventScan scan = new EventScan();

    public TranslatedAnswer(
            AnswerJson answers,
            FailureReader failures,
            JsonMapper json,
            Translation translation,
            PassedOn passed) {
        this.answers = answers;
        this.failures = failures;
        this.json = json;
        this.translation = translation;
        this.passed = passed;
    }

    @Override
    public void read(Response response) throws IOException {
        if (AnswerJson.isDocument(response)) {
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
        var bytes = answers.bytes(response);
        var document = answers.read(bytes);
        var failure = Failures.in(document);
        if (failure != null) {
            throw failures.read(response.code(), failure);
        }
        if (passed.call().stream()) {
            throw new MalformedAnswer("not_a_stream");
        }
        scan.look(bytes, 0, bytes.length);
        passed.wrote(scan.text());
        passed.stopped(scan.reason());
        passed.meter().read(document);
        send(json.writeValueAsBytes(translation.document(document, passed.usage())), true);
    }

    private void readStream(Response response) throws IOException {
        var frames = new Frames(json);
        try {
            readEvents(response, frames);
        } catch (IOException broken) {
            // A model that said why it stopped has said everything; only its usage is missing.
            if (!translation.stopped() || passed.isCancelled()) {
                throw broken;
            }
        }
        if (!translation.stopped()) {
            throw new MalformedAnswer("stream_cut");
        }
        translation.end(passed.usage(), frames);
        send(frames.take(), true);
    }

    private void readEvents(Response response, Frames frames) throws IOException {
        var stream = new SseReader(response.body().source());
        for (var event = stream.next(); event != null; event = stream.next()) {
            passed.requireWanted();
            if (event.is(DONE)) {
                return;
            }
            scan.look(event.data(), 0, event.data().length);
            passed.wrote(scan.text());
            passed.stopped(scan.reason());
            readEvent(response.code(), answers.read(event.data()), frames);
            if (scan.isLast()) {
                return;
            }
        }
    }

    private void readEvent(int status, JsonNode event, Frames frames) {
        var failure = Failures.in(event);
        if (failure != null) {
            throw failures.read(status, failure);
        }
        passed.meter().read(event);
        translation.event(event, frames);
        var bytes = frames.take();
        if (bytes.length > 0) {
            send(bytes, false);
        }
    }

    private void send(byte[] bytes, boolean last) {
        passed.piece(bytes, 0, bytes.length, last);
    }
}
