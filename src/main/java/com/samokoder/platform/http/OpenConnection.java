package com.samokoder.platform.http;

import okhttp3.MediaType;
import okhttp3.Request;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLSocket;

/**
 * A connection over which one exchange after the other passes. Nothing here sends a request twice.
 */
final class OpenConnection {
    private static final int FINAL_STATUS = 200;

    /** Thousands of streams are open at the same time, and each event is small. */
    private static final Http1Config CONFIG =
            Http1Config.custom()
                    .setBufferSize(2 * 1024)
                    .setMaxLineLength(64 * 1024)
                    .setMaxHeaderCount(200)
                    .build();

    /** How long the end of an answer may take whose content has come. */
    private static final Timeout REST = Timeout.ofMilliseconds(100);

    private static final int LONGEST_REST = 1024;
    private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Origin origin;
    private final Socket socket;
    private final DefaultBHttpClientConnection http = new DefaultBHttpClientConnection(CONFIG);
    private long restingSince;

    OpenConnection(Origin origin, Socket socket, @Nullable SSLSocket tls) throws IOException {
        this.origin = origin;
        this.socket = socket;
        if (tls == null) {
            http.bind(socket);
        } else {
            http.bind(tls, socket);
        }
    }

    Origin origin() {
        return origin;
    }

    /** What to close to break off whatever happens here, from any thread. */
    Socket socket() {
        return socket;
    }

    /** Sends the request, and waits for the head of its answer. */
    Exchange send(Request request) throws IOException {
        try {
            var asked = asked(request);
            http.sendRequestHeader(asked);
            if (asked.getEntity() != null) {
                http.sendRequestEntity(asked);
            }
            http.flush();
            var answer = http.receiveResponseHeader();
            while (answer.getCode() < FINAL_STATUS) {
                answer = http.receiveResponseHeader();
            }
            if (MessageSupport.canResponseHaveBody(asked.getMethod(), answer)) {
                http.receiveResponseEntity(answer);
            }
            return new Exchange(asked, answer);
        } catch (HttpException wrong) {
            throw broken(wrong);
        }
    }

    private static IOException broken(HttpException wrong) {
        var failure = new ProtocolException("not HTTP");
        failure.initCause(wrong);
        return failure;
    }

    private ClassicHttpRequest asked(Request request) {
        var url = request.url();
        var query = url.encodedQuery();
        var target = query == null ? url.encodedPath() : url.encodedPath() + "?" + query;
        var asked = new BasicClassicHttpRequest(request.method(), target);
        asked.addHeader("Host", origin.hostHeader());
        asked.addHeader("User-Agent", "samokoder");
        for (var header : request.headers()) {
            asked.addHeader(header.getFirst(), header.getSecond());
        }
        if (request.body() instanceof OneShotBody body) {
            asked.addHeader("Content-Type", OneShotBody.JSON.toString());
            asked.addHeader("Content-Length", Long.toString(body.contentLength()));
            asked.setEntity(new ByteArrayEntity(body.bytes(), null));
        }
        return asked;
    }

    boolean restedFor(long nanos, long now) {
        return now - restingSince >= nanos;
    }

    void rest(long now) {
        restingSince = now;
    }

    /** Whether the other side has left, as far as one can tell. */
    boolean isStale(long now) {
        try {
            return !http.isOpen() || restedFor(TRUSTED_NANOS, now) && http.isStale();
        } catch (IOException gone) {
            return true;
        }
    }

    void close() {
        http.close(CloseMode.IMMEDIATE);
    }

    /** One request and its answer. */
    final class Exchange {
        private final ClassicHttpRequest asked;
        private final ClassicHttpResponse answer;
        private final InputStream content;

        private Exchange(ClassicHttpRequest asked, ClassicHttpResponse answer) throws IOException {
            this.asked = asked;
            this.answer = answer;
            var entity = answer.getEntity();
            this.content = entity == null ? InputStream.nullInputStream() : entity.getContent();
        }

        ClassicHttpResponse answer() {
            return answer;
        }

        InputStream content() {
            return content;
        }

        @Nullable MediaType contentType() {
            var header = answer.getFirstHeader("Content-Type");
            return header == null ? null : MediaType.parse(header.getValue());
        }

        long contentLength() {
            var entity = answer.getEntity();
            return entity == null ? 0 : entity.getContentLength();
        }

        /**
         * Whether another exchange may follow. All of interest was read; what comes after it, such
         * as the last chunk's mark, is read here, if it is little and comes soon.
         */
        boolean leavesConnection() {
            try {
                var reuse = DefaultConnectionReuseStrategy.INSTANCE;
                if (!http.isConsistent()
                        || !reuse.keepAlive(asked, answer, HttpCoreContext.create())) {
                    return false;
                }
                http.setSocketTimeout(REST);
                boolean over = content.readNBytes(LONGEST_REST).length < LONGEST_REST;
                http.setSocketTimeout(Timeout.DISABLED);
                return over && http.isOpen();
            } catch (IOException late) {
                return false;
            }
        }
    }
}
