package com.samokoder.testing;

import com.samokoder.testing.ReplayServer.Received;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A model behind a chat completions API that builds what a test planned, taking its time, and
 * counts what it was asked. A project's name must be unique: by it the calls of its runs are told
 * apart.
 */
public final class PlanReply implements Reply {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern BOUNDARY = Pattern.compile("<<<FILE (\\S+) ");
    private static final Pattern ROLE = Pattern.compile("You are (?:the|a) ([a-z ]+?) of a small");
    private static final Pattern NAME = Pattern.compile("app-[a-z0-9-]+");
    private static final int PIECES = 10;
    private static final int MODULE_LINES = 200;

    private final Duration time;
    private final Map<String, Task> tasks = new TreeMap<>();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Map<String, Long> micros = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile int stamps;
    private volatile boolean varied;
    private volatile boolean inCode;

    /**
     * @param time that a call takes, from the request to the last byte
     */
    public PlanReply(Duration time) {
        this.time = time;
    }

    private record Task(List<String> dependsOn) {}

    private String file(String task) {
        return "notes/" + task + (inCode ? ".js" : ".txt");
    }

    /** What a task writes: a line, or as many as an ordinary module has. */
    private String text(String app, String task) {
        if (!inCode) {
            return app + " " + task;
        }
        return IntStream.range(0, MODULE_LINES)
                .mapToObj(n ->
                        "export const item%d = (a, b) => ({ a, b, sum: a + b, text: `${a} %s` });"
                                .formatted(n, task))
                .collect(Collectors.joining("\n", "// " + app + " " + task + "\n", ""));
    }

    public PlanReply task(String id, String... dependsOn) {
        tasks.put(id, new Task(List.of(dependsOn)));
        return this;
    }

    /** How often each step of each app was asked for: {@code app-1 developer t2}. */
    public Map<String, Integer> calls() {
        return calls.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().get()));
    }

    /** How long the last call of each step took here, in microseconds. */
    public Map<String, Long> micros() {
        return Map.copyOf(micros);
    }

    /**
     * Takes between half and one and a half times the time, so that callers do not march in step.
     */
    public PlanReply varied() {
        varied = true;
        return this;
    }

    /** Lets the analyst say the time, in milliseconds, so many times before each answer. */
    public PlanReply stamped(int times) {
        stamps = times;
        return this;
    }

    /** Lets tasks write modules of JavaScript, which the checks parse. */
    public PlanReply inCode() {
        inCode = true;
        return this;
    }

    public int underWay() {
        return underWay.get();
    }

    @Override
    public void write(Received request, Socket connection) throws IOException {
        if (!request.path().endsWith("/chat/completions")) {
            Reply.working().write(request, connection);
            return;
        }
        var prompt = new StringBuilder();
        JSON.readTree(request.body())
                .path("messages")
                .forEach(message -> prompt.append(message.path("content").asString()).append('\n'));
        underWay.incrementAndGet();
        long begun = System.nanoTime();
        try {
            var call = call(prompt.toString());
            calls.computeIfAbsent(call, _ -> new AtomicInteger()).incrementAndGet();
            var out = connection.getOutputStream();
            Reply.head(out, 200, "text/event-stream", Map.of());
            if (call.endsWith(" analyst")) {
                sayTheTime(out);
            }
            send(out, answer(prompt.toString()), prompt.length() / 4);
            micros.put(call, (System.nanoTime() - begun) / 1_000);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.decrementAndGet();
        }
    }

    private void sayTheTime(OutputStream out) throws IOException, InterruptedException {
        for (int stamp = 0; stamp < stamps; stamp++) {
            Thread.sleep(time.dividedBy(PIECES));
            var delta = Map.of("content", "t=" + System.currentTimeMillis() + " ");
            Reply.chunk(out, event(Map.of("delta", delta, "index", 0)));
        }
    }

    private void send(OutputStream out, String answer, int promptTokens)
            throws IOException, InterruptedException {
        int size = Math.max(1, (answer.length() + PIECES - 1) / PIECES);
        double factor = varied ? 0.5 + ThreadLocalRandom.current().nextDouble() : 1;
        long pieceMillis = Math.round(time.toMillis() * factor / PIECES);
        for (int piece = 0; piece < PIECES; piece++) {
            Thread.sleep(pieceMillis);
            int start = Math.min(answer.length(), piece * size);
            int end = Math.min(answer.length(), start + size);
            var delta = Map.of("content", answer.substring(start, end));
            Reply.chunk(out, event(Map.of("delta", delta, "index", 0)));
        }
        Reply.chunk(out, event(Map.of("delta", Map.of(), "index", 0, "finish_reason", "stop")));
        var usage =
                Map.of("prompt_tokens", promptTokens, "completion_tokens", answer.length() / 4 + 1);
        var last = JSON.writeValueAsString(Map.of("choices", new int[0], "usage", usage));
        Reply.chunk(out, bytes("data: " + last + "\n\ndata: [DONE]\n\n"));
        Reply.end(out);
    }

    private static byte[] event(Map<String, ?> choice) {
        return bytes(
                "data: "
                        + JSON.writeValueAsString(
                                Map.of(
                                        "id", "c1",
                                        "choices", new Object[] {choice},
                                        "model", "planned"))
                        + "\n\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String call(String prompt) {
        var name = NAME.matcher(prompt);
        if (!name.find()) {
            throw new IllegalStateException("no app in the prompt: " + prompt);
        }
        return name.group()
                + switch (role(prompt)) {
                    case "analyst" -> " analyst";
                    case "architect" -> " architect";
                    case "technical lead" -> " lead";
                    case "reviewer" -> " reviewer " + task(prompt);
                    case "technical writer" -> " writer";
                    default -> " developer " + task(prompt);
                };
    }

    private static String role(String prompt) {
        var role = ROLE.matcher(prompt);
        if (!role.find()) {
            throw new IllegalStateException("nobody of the crew asks: " + prompt);
        }
        return role.group(1);
    }

    private String answer(String prompt) {
        var app = call(prompt).split(" ", 2)[0];
        return switch (role(prompt)) {
            case "analyst" -> specification(app);
            case "architect" -> architecture();
            case "technical lead" -> plan();
            case "reviewer" -> "{\"verdict\": \"accept\"}";
            case "technical writer" -> block(prompt, "README.md", "# " + app);
            default -> {
                var task = task(prompt);
                yield block(prompt, file(task), text(app, task));
            }
        };
    }

    private static String specification(String app) {
        return "{\"title\": \"%s\", \"summary\": \"Notes of %s.\", \"features\": [\"It notes\"]}"
                .formatted(app, app);
    }

    private String architecture() {
        return "{\"stack\": \"Text\", \"overview\": \"Files.\", \"files\": [%s]}"
                .formatted(
                        tasks.keySet().stream()
                                .map(this::file)
                                .map("{\"path\": \"%s\", \"purpose\": \"A note\"}"::formatted)
                                .collect(Collectors.joining(",")));
    }

    private String plan() {
        var all = new ArrayList<String>();
        tasks.forEach((id, task) -> {
            var others =
                    task.dependsOn().stream()
                            .map("\"%s\""::formatted)
                            .collect(Collectors.joining(","));
            all.add(
                    ("{\"id\": \"%s\", \"title\": \"Note %s\", \"instructions\": \"Write note [%s].\","
                                    + " \"files\": [\"%s\"], \"depends_on\": [%s]}")
                            .formatted(id, id, id, file(id), others));
        });
        return "{\"tasks\": [" + String.join(",", all) + "]}";
    }

    /** The plan's instructions name it, and only those of the task at hand are in the prompt. */
    private String task(String prompt) {
        return tasks.keySet().stream()
                .filter(id -> prompt.contains("Write note [" + id + "]."))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no task in the prompt"));
    }

    private static String block(String prompt, String path, String text) {
        var boundary = BOUNDARY.matcher(prompt);
        if (!boundary.find()) {
            throw new IllegalStateException("no format in the prompt");
        }
        var word = boundary.group(1);
        return "<<<FILE " + word + " " + path + "\n" + text + "\n<<<END " + word + "\n";
    }
}
