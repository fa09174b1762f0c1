package com.samokoder.agents;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One app of the scripted provider: what each agent says of it, and its files. */
final class DemoApp {
    private final String folder;
    private final JsonNode script;

    private DemoApp(String folder, JsonNode script) {
        this.folder = folder;
        this.script = script;
    }

    static DemoApp load(String id, JsonMapper mapper) {
        var folder = "/demo/" + id + "/";
        var json = resource(folder + "app.json");
        return new DemoApp(folder, mapper.readTree(json.orElseThrow()));
    }

    /**
     * How well the app fits a wish.
     *
     * @param wish in lower case, its words parted and framed by single spaces
     */
    int fit(String wish) {
        return script.get("words")
                .propertyStream()
                .filter(word -> wish.contains(" " + word.getKey()))
                .mapToInt(word -> word.getValue().intValue())
                .sum();
    }

    /**
     * What an agent answers that thinks: {@code specification}, {@code architecture}, {@code plan}.
     */
    JsonNode answer(String part, BriefLanguage language) {
        return spoken(script.get(part), language);
    }

    /** The file in the language, or the one for all languages. */
    String file(String path, BriefLanguage language) {
        int name = path.lastIndexOf('/') + 1;
        // Build tools leave files such as .gitignore out of resources.
        var stored =
                path.startsWith(".", name)
                        ? path.substring(0, name) + "dot-" + path.substring(name + 1)
                        : path;
        return resource(folder + language.tag() + "/" + stored)
                .or(() -> resource(folder + "files/" + stored))
                .orElseThrow(() -> new IllegalStateException("no demo file " + folder + stored));
    }

    private static JsonNode spoken(JsonNode node, BriefLanguage language) {
        if (node.isObject() && node.has("en") && node.has("ru")) {
            return node.get(language.tag());
        }
        if (node.isObject()) {
            var object = JsonNodeFactory.instance.objectNode();
            node.propertyStream()
                    .forEach(field ->
                            object.set(field.getKey(), spoken(field.getValue(), language)));
            return object;
        }
        if (node.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            node.values().forEach(item -> array.add(spoken(item, language)));
            return array;
        }
        return node;
    }

    private static Optional<String> resource(String path) {
        try (var stream = DemoApp.class.getResourceAsStream(path)) {
            return stream == null
                    ? Optional.empty()
                    : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
