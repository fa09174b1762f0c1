package com.samokoder.testing;

import com.samokoder.testing.ReplayServer.Received;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model behind a chat completions API that builds what a test planned, taking its time, and counts
 * what it was asked. A project's name must be unique: by it the calls of its runs are told apart.
 */
public final class PlanReply implements Reply {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern BOUNDARY = Pattern.compile("<<<FILE (\\S+) ");
    private static final Pattern ROLE = Pattern.compile("You are (?:the|a) ([a-z ]+?) of a small");
    private static final Pattern NAME = Pattern.compile("app-[a-z0-9-]+");
    private static final int PIECES = 10;

    private final Duration time;
    private final Map<String, Task> tasks = new TreeMap<>();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();

    /**
     * @param time that a call takes, from the request to the last byte
     */
    public PlanReply(Duration time) {
        this.time = time;
    }

    private record Task(List<String> dependsOn) {
        String file(String id) {
            return "notes/" + id + ".txt";
        }
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
        try {
            send(connection, answer(prompt.toString()), prompt.length() / 4);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.decrementAndGet();
        }
    }

    private void send(Socket connection, String answer, int promptTokens)
            throws IOException, InterruptedException {
        var out = connection.getOutputStream();
        Reply.head(out, 200, "text/event-stream", Map.of());
        int size = Math.max(1, (answer.length() + PIECES - 1) / PIECES);
        for (int piece = 0; piece < PIECES; piece++) {
            Thread.sleep(time.dividedBy(PIECES));
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

    private String answer(String prompt) {
        var role = ROLE.matcher(prompt);
        var name = NAME.matcher(prompt);
        if (!role.find() || !name.find()) {
            throw new IllegalStateException("nobody of the crew asks: " + prompt);
        }
        var app = name.group();
        return switch (role.group(1)) {
            case "analyst" -> counted(app + " analyst", specification(app));
            case "architect" -> counted(app + " architect", architecture());
            case "technical lead" -> counted(app + " lead", plan());
            case "reviewer" ->
                    counted(app + " reviewer " + task(prompt), "{\"verdict\": \"accept\"}");
            case "technical writer" ->
                    counted(app + " writer", block(prompt, "README.md", "# " + app));
            default -> {
                var task = task(prompt);
                var file = tasks.get(task).file(task);
                yield counted(app + " developer " + task, block(prompt, file, app + " " + task));
            }
        };
    }

    private String counted(String call, String answer) {
        calls.computeIfAbsent(call, _ -> new AtomicInteger()).incrementAndGet();
        return answer;
    }

    private static String specification(String app) {
        return "{\"title\": \"%s\", \"summary\": \"Notes of %s.\", \"features\": [\"It notes\"]}"
                .formatted(app, app);
    }

    private String architecture() {
        return "{\"stack\": \"Text\", \"overview\": \"Files.\", \"files\": [%s]}"
                .formatted(
                        tasks.entrySet().stream()
                                .map(task -> task.getValue().file(task.getKey()))
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
                            .formatted(id, id, id, task.file(id), others));
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
