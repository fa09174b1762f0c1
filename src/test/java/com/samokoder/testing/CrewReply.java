package com.samokoder.testing;

import com.samokoder.testing.ReplayServer.Received;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** A model behind a chat completions API that does what the crew asks: a page that greets. */
public final class CrewReply implements Reply {
    /** What the page says, to be found again in versions and exports. */
    public static final String GREETING = "Good morning from the page";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern BOUNDARY = Pattern.compile("<<<FILE (\\S+) ");
    private static final Pattern ROLE = Pattern.compile("You are (?:the|a) ([a-z ]+?) of a small");

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
        var body = new StringBuilder();
        for (var piece : answer(prompt.toString()).split("(?<=\n)")) {
            body.append(event(Map.of("delta", Map.of("content", piece), "index", 0)));
        }
        body.append(event(Map.of("delta", Map.of(), "index", 0, "finish_reason", "stop")));
        var usage =
                Map.of("prompt_tokens", prompt.length() / 4, "completion_tokens", body.length());
        body.append(
                        "data: "
                                + JSON.writeValueAsString(
                                        Map.of("choices", new int[0], "usage", usage)))
                .append("\n\ndata: [DONE]\n\n");
        Reply.of(
                        200,
                        "text/event-stream",
                        body.toString().getBytes(StandardCharsets.UTF_8),
                        Map.of())
                .write(request, connection);
    }

    private static String event(Map<String, ?> choice) {
        return "data: "
                + JSON.writeValueAsString(
                        Map.of("id", "c1", "choices", new Object[] {choice}, "model", "crew"))
                + "\n\n";
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
