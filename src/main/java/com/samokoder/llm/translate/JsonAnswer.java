package com.samokoder.llm.translate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer that must follow a JSON schema. Anthropic's models are made to call a tool whose input
 * is the answer, which every one of them can; the call is then told as the answer's text.
 */
final class JsonAnswer {
    static final String TOOL = "answer_in_json";

    private static final String PLEASE =
            "Answer with one JSON object and nothing else: no explanation, no Markdown fence.";

    private JsonAnswer() {}

    static boolean isAskedFor(JsonNode chat) {
        return chat.path("response_format").path("type").asString("").equals("json_schema");
    }

    /** What to tell the model where any JSON object will do; empty where text will. */
    static String request(JsonNode chat) {
        var type = chat.path("response_format").path("type").asString("");
        return type.equals("json_object") ? PLEASE : "";
    }

    static void addTool(JsonNode chat, ObjectNode body) {
        var schema = chat.path("response_format").path("json_schema");
        boolean alone = !body.path("tools").isArray();
        var tool = body.withArray("/tools").addObject().put("name", TOOL);
        var description = schema.path("description").asString("");
        tool.put(
                "description",
                description.isEmpty() ? "Gives the final answer. Call it once." : description);
        tool.set("input_schema", schema.path("schema"));
        var choice = body.putObject("tool_choice");
        if (alone) {
            choice.put("type", "tool").put("name", TOOL);
        } else {
            choice.put("type", "any");
        }
    }
}
