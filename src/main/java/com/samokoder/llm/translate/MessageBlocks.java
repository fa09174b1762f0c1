package com.samokoder.llm.translate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Turns a block of Anthropic's into a part of a chat's message. */
final class MessageBlocks {
    private MessageBlocks() {}

    static void part(JsonNode block, ArrayNode parts) {
        var source = block.path("source");
        switch (block.path("type").asString("")) {
            case "text" -> text(block.path("text").asString(""), parts);
            case "image" ->
                    parts.addObject()
                            .put("type", "image_url")
                            .putObject("image_url")
                            .put("url", url(source));
            case "document" -> document(block, source, parts);
            case "search_result" -> text(block.path("content").toString(), parts);
            case "thinking", "redacted_thinking" -> {
                // Thoughts stay with the provider that had them.
            }
            default ->
                    throw Untranslatable.because(
                            "Blocks of this type cannot be given to this model: "
                                    + block.path("type").asString("?"));
        }
    }

    private static void text(String text, ArrayNode parts) {
        if (!text.isEmpty()) {
            parts.addObject().put("type", "text").put("text", text);
        }
    }

    private static void document(JsonNode block, JsonNode source, ArrayNode parts) {
        switch (source.path("type").asString("")) {
            case "text" -> text(source.path("data").asString(""), parts);
            case "base64" ->
                    parts.addObject()
                            .put("type", "file")
                            .putObject("file")
                            .put("filename", block.path("title").asString("document.pdf"))
                            .put("file_data", url(source));
            default -> throw Untranslatable.because("Documents must come with the request here.");
        }
    }

    private static String url(JsonNode source) {
        return switch (source.path("type").asString("")) {
            case "url" -> source.path("url").asString("");
            case "base64" ->
                    "data:"
                            + source.path("media_type").asString("")
                            + ";base64,"
                            + source.path("data").asString("");
            default -> throw Untranslatable.because("Files must come with the request here.");
        };
    }
}
