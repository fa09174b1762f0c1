package com.samokoder.runs;

import com.samokoder.auth.CurrentUser;
import com.samokoder.auth.LiveCredentials;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.web.Texts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends a run's log as server-sent events. The request's own virtual thread writes, so a slow
 * reader holds up nobody else and nothing piles up in memory for it; the server's write timeout
 * ends a reader that stopped reading. A client that comes back names the last event it has. Whoever
 * signs out, or whose access token ends, is sent no more soon afterwards.
 */
@Component
final class EventStreams implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
    private static final int BATCH = 200;

    private final RunService runs;
    private final RunSignals signals;
    private final RunTexts texts;
    private final RunsProperties properties;
    private final LiveCredentials credentials;
    private final JsonMapper json;
    private final Clock clock;
    private volatile boolean open;

    EventStreams(
            RunService runs,
            RunSignals signals,
            RunTexts texts,
            RunsProperties properties,
            LiveCredentials credentials,
            JsonMapper json,
            Clock clock) {
        this.runs = runs;
        this.signals = signals;
        this.texts = texts;
        this.properties = properties;
        this.credentials = credentials;
        this.json = json;
        this.clock = clock;
    }

    /** Sends everything after an event until the run is over, the client goes or time is up. */
    void send(
            CurrentUser user,
            RunId run,
            long after,
            HttpServletRequest request,
            HttpServletResponse response) {
        try (var news = signals.watch(run.value())) {
            var log = runs.events(user.id(), run, after, BATCH);
            if (log.ended() && log.events().isEmpty()) {
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
                return;
            }
            begin(response);
            var writer = new EventWriter(response.getOutputStream(), json, clock.instant());
            writer.retry(ThreadLocalRandom.current().nextInt(2_000, 5_001));
            follow(user, run, log, new Reader(after, news, writer, request));
        } catch (IOException gone) {
            LOG.debug("The reader of run {} went away", run);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (ApiException failure) {
            if (!response.isCommitted()) {
                throw failure;
            }
            // The client comes back by itself, with the last event it has.
            LOG.debug("The stream of run {} ended: {}", run, failure.code());
        }
    }

    private void follow(CurrentUser user, RunId run, EventLog first, Reader reader)
            throws IOException, InterruptedException {
        var end = clock.instant().plus(properties.streamTime());
        var language = Texts.language(reader.request());
        var admission = new Admission(credentials, user, clock);
        var log = first;
        long seq = reader.after();
        while (true) {
            for (var event : log.events()) {
                reader.writer().event(texts.event(event, language));
                seq = event.seq();
            }
            reader.writer().flush(clock.instant());
            boolean all = seq >= log.lastSeq();
            if ((all && log.ended()) || !open || clock.instant().isAfter(end)) {
                return;
            }
            if (all) {
                reader.news().await(properties.poll());
            }
            reader.writer().keepAlive(clock.instant());
            if (!admission.holds()) {
                var refusal = ApiException.of(ErrorCode.UNAUTHENTICATED);
                var event = texts.refused(run, seq, clock.instant(), refusal, language);
                reader.writer().unnumbered(event);
                reader.writer().flush(clock.instant());
                return;
            }
            log = runs.events(user.id(), run, seq, BATCH);
        }
    }

    private static void begin(HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding("UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // Asks nginx not to collect the stream before passing it on.
        response.setHeader("X-Accel-Buffering", "no");
    }

    @Override
    public void start() {
        open = true;
    }

    /** Lets every stream end, or the web server would wait for them when it shuts down. */
    @Override
    public void stop() {
        open = false;
    }

    @Override
    public boolean isRunning() {
        return open;
    }

    private record Reader(
            long after, RunSignals.Watch news, EventWriter writer, HttpServletRequest request) {}
}
