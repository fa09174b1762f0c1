package com.samokoder.llm.translate;

import com.samokoder.llm.TokenUsage;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What was used up, as either vendor tells it. */
public final class Usages {
    private Usages() {}

    /** OpenAI's prompt tokens include the cached ones. */
    public static ObjectNode openAi(TokenUsage usage) {
        var told = JsonNodeFactory.instance.objectNode();
        told.put("prompt_tokens", usage.input());
        told.put("completion_tokens", usage.output());
        told.put("total_tokens", usage.input() + usage.output());
        told.putObject("prompt_tokens_details")
                .put("cached_tokens", usage.cacheRead())
                .put("cache_write_tokens", usage.cacheWrite());
        told.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoning());
        return told;
    }

    /** Anthropic's input tokens exclude them. */
    static ObjectNode anthropic(TokenUsage usage) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("input_tokens", usage.inputUncached())
                .put("cache_creation_input_tokens", usage.cacheWrite())
                .put("cache_read_input_tokens", usage.cacheRead())
                .put("output_tokens", usage.output());
    }
}
