package com.samokoder.agents;

import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderCatalog;

import org.springframework.stereotype.Component;

/** How much may be sent to a model and asked of it: the configured amounts, or what it can do. */
@Component
class ModelLimits {
    private final AgentsProperties properties;
    private final ProviderCatalog catalog;

    ModelLimits(AgentsProperties properties, ProviderCatalog catalog) {
        this.properties = properties;
        this.catalog = catalog;
    }

    int planningTokens(ModelId model) {
        return capped(properties.planningTokens(), model);
    }

    int writingTokens(ModelId model) {
        return capped(properties.writingTokens(), model);
    }

    /** What may be sent to a model that is to write files. */
    int contextTokens(ModelId model) {
        long room =
                catalog.model(model)
                        .map(known -> known.contextWindow() - writingTokens(model))
                        .filter(tokens -> tokens > 0)
                        .orElse((long) properties.contextTokens());
        return (int) Math.min(properties.contextTokens(), room);
    }

    private int capped(int wanted, ModelId model) {
        return catalog.model(model)
                .map(known -> (int) Math.min(wanted, known.maxOutput()))
                .filter(tokens -> tokens > 0)
                .orElse(wanted);
    }
}
