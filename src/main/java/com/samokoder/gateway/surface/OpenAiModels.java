package com.samokoder.gateway.surface;

import java.util.List;

/** A list of models in OpenAI's form. */
record OpenAiModels(String object, List<Model> data) {
    static OpenAiModels of(List<ServedModel> models) {
        return new OpenAiModels("list", models.stream().map(Model::of).toList());
    }

    /**
     * @param created is not known here
     */
    record Model(String id, String object, long created, String ownedBy) {
        static Model of(ServedModel model) {
            return new Model(model.id(), "model", 0, model.owner());
        }
    }
}
