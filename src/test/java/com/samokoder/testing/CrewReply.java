package com.samokoder.testing;

import com.samokoder.testing.ReplayServer.Received;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** A model behind a chat completions API that does what the crew asks: a page that greets. */
public final class CrewReply implements Reply {
    /** What the page says, to be found again in versions and exports. */
    public static final String GREETING = "Good morning from the page";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern BOUNDARY = Pattern.compile("<<<FILE (\\S+) ");
    private static final Pattern ROLE = Pattern.compile("You are (?:the|a) ([a-z ]+?) of a small");

    private final long pauseMillis;

    public CrewReply() {
        this(0);
    }

    /**
     * @param pauseMillis before every line, as models that think
     */
    public CrewReply(long pauseMillis) {
        this.pauseMillis = pauseMillis;
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
        int written = 0;
        var out = connection.getOutputStream();
        Reply.head(out, 200, "text/event-stream", Map.of());
        for (var piece : answer(prompt.toString()).split("(?<=\n)")) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
            send(out, choice(Map.of("delta", Map.of("content", piece), "index", 0)));
            written += piece.length() / 4 + 1;
        }
        send(out, choice(Map.of("delta", Map.of(), "index", 0, "finish_reason", "stop")));
        var usage = Map.of("prompt_tokens", prompt.length() / 4, "completion_tokens", written);
        send(out, JSON.writeValueAsString(Map.of("choices", List.of(), "usage", usage)));
        send(out, "[DONE]");
        Reply.end(out);
    }

    private static void send(OutputStream out, String data) throws IOException {
        Reply.chunk(out, ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String choice(Map<String, ?> choice) {
        return JSON.writeValueAsString(
                Map.of("id", "c1", "choices", List.of(choice), "model", "crew"));
    }

    private static String answer(String prompt) {
        var role = ROLE.matcher(prompt);
        var name = role.find() ? role.group(1) : "";
        return switch (name) {
            case "analyst" ->
                    """
                    {"title": "Greeter", "summary": "A page that greets.",
                     "features": ["The page shows a greeting", "A button repeats it",
                                  "The name may be empty"], "assumptions": []}
                    """;
            case "architect" ->
                    """
                    {"stack": "HTML", "overview": "One page.", "dependencies": [],
                     "files": [{"path": "index.html", "purpose": "The page"}]}
                    """;
            case "technical lead" ->
                    """
                    {"tasks": [{"id": "t1", "title": "The page", "instructions": "Greet.",
                                "files": ["index.html"], "depends_on": []}]}
                    """;
            case "reviewer" -> "{\"verdict\": \"accept\", \"reasons\": []}";
            case "technical writer" -> file(prompt, "README.md", "# Greeter\n\nOpen index.html.\n");
            default -> file(prompt, "index.html", page());
        };
    }

    private static String page() {
        return "<!doctype html>\n<html lang=\"en\"><head><title>Greeter</title></head>\n<body><p>"
                + GREETING
                + "</p></body></html>\n";
    }

    private static String file(String prompt, String path, String text) {
        var boundary = BOUNDARY.matcher(prompt);
        if (!boundary.find()) {
            throw new IllegalStateException("no format in the prompt");
        }
        var word = boundary.group(1);
        return "<<<FILE " + word + " " + path + "\n" + text + "<<<END " + word + "\n";
    }
}
