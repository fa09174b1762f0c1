package com.samokoder.llm.translate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns the parts of a chat's message into Anthropic's blocks. */
final class ChatParts {
    private static final String BASE64 = ";base64,";

    private ChatParts() {}

    /** Text alone, as instructions are. */
    static void texts(JsonNode content, ArrayNode blocks) {
        if (content.isString()) {
            text(content, blocks);
            return;
        }
        for (var part : content) {
            text(part.path("text"), blocks);
            mark(part, blocks);
        }
    }

    static void all(JsonNode content, ArrayNode blocks) {
        if (content.isString()) {
            text(content, blocks);
            return;
        }
        for (var part : content) {
            switch (part.path("type").asString("")) {
                case "text" -> text(part.path("text"), blocks);
                case "refusal" -> text(part.path("refusal"), blocks);
                case "image_url" -> image(part.path("image_url"), blocks.addObject());
                case "file" -> file(part.path("file"), blocks.addObject());
                default ->
                        throw Untranslatable.because(
                                "Parts of this type cannot be given to this model: "
                                        + part.path("type").asString("?"));
            }
            mark(part, blocks);
        }
    }

    private static void text(JsonNode text, ArrayNode blocks) {
        if (!text.asString("").isBlank()) {
            blocks.addObject().put("type", "text").put("text", text.asString());
        }
    }

    /** Clients that know of Anthropic's prompt cache may mark what is to be kept in it. */
    private static void mark(JsonNode part, ArrayNode blocks) {
        if (part.path("cache_control").isObject() && !blocks.isEmpty()) {
            ((ObjectNode) blocks.get(blocks.size() - 1))
                    .set("cache_control", part.path("cache_control"));
        }
    }

    private static void image(JsonNode image, ObjectNode block) {
        block.put("type", "image");
        source(image.path("url").asString(""), block);
    }

    private static void file(JsonNode file, ObjectNode block) {
        var data = file.path("file_data").asString("");
        if (data.isEmpty()) {
            throw Untranslatable.because("Files must come with the request, as file_data.");
        }
        block.put("type", "document");
        source(data, block);
        var name = file.path("filename").asString("");
        if (!name.isEmpty()) {
            block.put("title", name);
        }
    }

    private static void source(String url, ObjectNode block) {
        int data = url.startsWith("data:") ? url.indexOf(BASE64) : -1;
        if (data < 0) {
            block.putObject("source").put("type", "url").put("url", url);
            return;
        }
        block.putObject("source")
                .put("type", "base64")
                .put("media_type", url.substring("data:".length(), data))
                .put("data", url.substring(data + BASE64.length()));
    }
}
