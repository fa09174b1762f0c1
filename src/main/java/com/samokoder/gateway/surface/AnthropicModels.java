package com.samokoder.gateway.surface;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** A list of models in Anthropic's form, all on one page. */
record AnthropicModels(
        List<Model> data,
        boolean hasMore,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String firstId,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String lastId) {
    static AnthropicModels of(List<ServedModel> models) {
        var data = models.stream().map(Model::of).toList();
        return new AnthropicModels(
                data,
                false,
                data.isEmpty() ? null : data.getFirst().id(),
                data.isEmpty() ? null : data.getLast().id());
    }

    /**
     * @param createdAt is not known here
     */
    record Model(String type, String id, String displayName, Instant createdAt) {
        static Model of(ServedModel model) {
            return new Model("model", model.id(), model.displayName(), Instant.EPOCH);
        }
    }
}
