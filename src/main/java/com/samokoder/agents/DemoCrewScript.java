package com.samokoder.agents;

import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.DemoScript;

import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the scripted provider says to the crew: the app that fits the user's words best, in the very
 * formats that models are asked for. No AI is involved, and every answer for people says so.
 */
@Component
class DemoCrewScript implements DemoScript {
    /** The first one is for wishes that fit none. */
    private static final List<String> APPS = List.of("kanban", "expenses", "quiz");

    private final JsonMapper mapper;
    private final List<DemoApp> apps;

    DemoCrewScript(JsonMapper mapper) {
        this.mapper = mapper;
        this.apps = APPS.stream().map(id -> DemoApp.load(id, mapper)).toList();
    }

    @Override
    public String answer(ChatRequest request) {
        var purpose = request.purpose();
        var language = BriefLanguage.ofTag(purpose.getOrDefault("language", ""));
        var app = chosen(purpose);
        return switch (purpose.getOrDefault("agent", "")) {
            case "spec_writer" -> json(specification(app, language, purpose));
            case "architect" -> json(app.answer("architecture", language));
            case "tech_lead" -> json(app.answer("plan", language));
            case "developer" ->
                    purpose.containsKey("chat")
                            ? DemoChange.answer(request)
                            : task(app, language, purpose);
            case "assistant" -> about(request, language);
            case "reviewer" -> "{\"verdict\": \"accept\", \"reasons\": []}";
            case "tech_writer" -> readme(app, language, purpose);
            default -> AgentMessages.text(BriefLanguage.of(lastMessage(request)), "agents.demo");
        };
    }

    /** Asks once where somebody answers, and takes what they say down. */
    private static JsonNode specification(
            DemoApp app, BriefLanguage language, Map<String, String> purpose) {
        var answer = (ObjectNode) app.answer("specification", language).deepCopy();
        var remark = purpose.get("remark");
        if (remark != null) {
            answer.withArray("assumptions").add(remark);
        } else if (purpose.containsKey("interactive")) {
            answer.withArray("questions").add(AgentMessages.text(language, "agents.demo_question"));
        }
        return answer;
    }

    private DemoApp chosen(Map<String, String> purpose) {
        var wish = new StringBuilder(" ");
        for (String part : List.of("name", "description", "tech_stack", "instructions")) {
            wish.append(purpose.getOrDefault(part, "")).append(' ');
        }
        var words = wish.toString().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}-]+", " ");
        var best = apps.getFirst();
        for (DemoApp app : apps) {
            best = app.fit(words) > best.fit(words) ? app : best;
        }
        return best;
    }

    private String json(JsonNode answer) {
        return "```json\n"
                + mapper.writerWithDefaultPrettyPrinter().writeValueAsString(answer)
                + "\n```\n";
    }

    private static String task(DemoApp app, BriefLanguage language, Map<String, String> purpose) {
        var format = new BlockFormat(purpose.getOrDefault("boundary", ""));
        var answer = new StringBuilder();
        for (JsonNode task : app.answer("plan", language).get("tasks").values()) {
            if (task.get("id").stringValue().equals(purpose.get("task"))) {
                for (JsonNode file : task.get("files").values()) {
                    var path = file.stringValue();
                    answer.append(format.file(path, app.file(path, language)));
                }
            }
        }
        return answer.toString();
    }

    private static String readme(DemoApp app, BriefLanguage language, Map<String, String> purpose) {
        var name = purpose.getOrDefault("name", "").replaceAll("\\s+", " ").strip();
        var text =
                Prompt.of("readme", app.file("README.md", language)).render(Map.of("name", name));
        return new BlockFormat(purpose.getOrDefault("boundary", "")).file("README.md", text);
    }

    private static String about(ChatRequest request, BriefLanguage language) {
        var paths = DemoChange.paths(request);
        return paths.isEmpty()
                ? AgentMessages.text(language, "agents.demo_empty")
                : AgentMessages.text(language, "agents.demo_answer", String.join(", ", paths));
    }

    private static String lastMessage(ChatRequest request) {
        return request.messages().isEmpty() ? "" : request.messages().getLast().content();
    }
}
