package com.samokoder.files.checks;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists that are kept in files beside the code. */
final class WordList {
    private WordList() {}

    static Set<String> words(String name) {
        try (var stream = open(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Map<String, List<String>> table(String name) {
        var properties = new Properties();
        try (var stream = open(name)) {
            properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        var table = new HashMap<String, List<String>>();
        properties.forEach((key, value) ->
                table.put(key.toString(), List.of(value.toString().split("\\s*,\\s*"))));
        return Map.copyOf(table);
    }

    private static InputStream open(String name) throws IOException {
        var stream = WordList.class.getResourceAsStream("/checks/" + name);
        if (stream == null) {
            throw new IOException("no list " + name);
        }
        return stream;
    }
}
