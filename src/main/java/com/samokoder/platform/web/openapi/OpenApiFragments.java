package com.samokoder.platform.web.openapi;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Joins every module's {@code openapi/<module>.yaml} into one tree. The platform's own comes first
 * and carries the head of the document.
 */
final class OpenApiFragments {
    private static final String FIRST = "platform.yaml";

    private final YAMLMapper yaml = new YAMLMapper();

    ObjectNode merge() {
        try {
            var files =
                    new PathMatchingResourcePatternResolver()
                            .getResources("classpath*:openapi/*.yaml");
            var document = yaml.createObjectNode();
            Arrays.stream(files)
                    .sorted(
                            Comparator.comparing((Resource file) -> !named(file).equals(FIRST))
                                    .thenComparing(OpenApiFragments::named))
                    .forEach(file -> merge(document, read(file), named(file)));
            return document;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot list the API's descriptions", unreadable);
        }
    }

    private static String named(Resource file) {
        return String.valueOf(file.getFilename());
    }

    private ObjectNode read(Resource file) {
        try (InputStream stream = file.getInputStream()) {
            return (ObjectNode) yaml.readTree(stream);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    /** Objects are joined, lists appended; two values for one name are somebody's mistake. */
    private static void merge(ObjectNode target, ObjectNode source, String place) {
        for (var property : source.properties()) {
            var known = target.get(property.getKey());
            if (known == null) {
                target.set(property.getKey(), property.getValue());
            } else {
                join(known, property.getValue(), place + "/" + property.getKey());
            }
        }
    }

    private static void join(JsonNode known, JsonNode other, String place) {
        if (known instanceof ObjectNode target && other instanceof ObjectNode source) {
            merge(target, source, place);
        } else if (known instanceof ArrayNode target && other instanceof ArrayNode source) {
            target.addAll(source);
        } else if (!known.equals(other)) {
            throw new IllegalStateException("described twice: " + place);
        }
    }
}
