package com.samokoder.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands in for a model provider: replays recorded wire forms, keeps what it was asked, and fails
 * on demand.
 *
 * <pre>{@code
 * try (var provider = ReplayServer.start()) {
 *     provider.replay("groq/stream.sse");        // the next answer, a file of test resources wire/
 *     provider.fail(Fault.RATE_LIMITED);         // the one after it
 *     ... call provider.baseUrl() ...
 *     assertThat(provider.requests()).hasSize(2);
 *     assertThat(provider.requests().getFirst().body()).contains("\"stream\":true");
 * }
 * }</pre>
 *
 * Answers are given in the order in which they were queued. With none queued it behaves like a
 * provider that works: a short greeting to {@code chat/completions} and {@code messages}, a list of
 * two models to {@code models}, a key in order to {@code key}. {@link #failAlways} replaces that
 * until {@link #work()}. It accepts any key.
 */
public final class ReplayServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final List<Received> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile Reply otherwise = Reply.working();
    private volatile int accepted;

    private ReplayServer(ServerSocket listener) {
        this.listener = listener;
    }

    public static ReplayServer start() {
        try {
            var server =
                    new ReplayServer(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("replay-server").start(server::accept);
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The address of an OpenAI-compatible or Anthropic API. */
    public String baseUrl() {
        return "http://127.0.0.1:" + listener.getLocalPort() + "/v1";
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Answers the next request with a recorded answer, status 200. */
    public ReplayServer replay(String file) {
        return reply(Reply.recorded(200, file));
    }

    /** Answers the next request with a recorded answer, such as an error body. */
    public ReplayServer replay(int status, String file) {
        return reply(Reply.recorded(status, file));
    }

    public ReplayServer fail(Fault fault) {
        return reply(fault.reply());
    }

    public ReplayServer reply(Reply reply) {
        replies.add(reply);
        return this;
    }

    /** Every request fails from now on, once the queue is empty. */
    public ReplayServer failAlways(Fault fault) {
        return replyAlways(fault.reply());
    }

    /** Every request is answered so from now on, once the queue is empty. */
    public ReplayServer replyAlways(Reply reply) {
        otherwise = reply;
        return this;
    }

    /** Ends {@link #failAlways} and forgets what is queued. */
    public ReplayServer work() {
        replies.clear();
        otherwise = Reply.working();
        return this;
    }

    /** What was asked so far, in order. */
    public List<Received> requests() {
        return List.copyOf(requests);
    }

    public Received lastRequest() {
        return requests.getLast();
    }

    public void forgetRequests() {
        requests.clear();
    }

    /** How many connections were opened. */
    public int accepted() {
        return accepted;
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (var connection : connections) {
                connection.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void accept() {
        try {
            while (true) {
                var connection = listener.accept();
                accepted++;
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            var in = new BufferedInputStream(connection.getInputStream());
            var request = read(in);
            while (request != null) {
                requests.add(request);
                var queued = replies.poll();
                var reply = queued == null ? otherwise : queued;
                reply.write(request, connection);
                request = read(in);
            }
        } catch (IOException gone) {
            // The client hung up, which is its right.
        } finally {
            connections.remove(connection);
        }
    }

    private static Received read(InputStream in) throws IOException {
        var start = line(in);
        if (start.isEmpty()) {
            return null;
        }
        var words = start.split(" ");
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (var header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(header.substring(0, colon), header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Received(words[0], words[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        var text = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                text.append((char) c);
            }
        }
        return text.toString();
    }

    /**
     * A request as it was received.
     *
     * @param headers by name, in any case
     */
    public record Received(String method, String path, Map<String, String> headers, String body) {}
}
