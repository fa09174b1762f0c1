package com.samokoder.testing.supabase;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code Prefer} asks of a call, as far as the server takes note of it. */
record Preferences(Map<String, String> asked, List<String> invalid) {
    private static final Map<String, Set<String>> KNOWN =
            Map.of(
                    "return", Set.of("minimal", "representation", "headers-only"),
                    "count", Set.of("exact", "planned", "estimated"),
                    "tx", Set.of("commit", "rollback"),
                    "handling", Set.of("strict", "lenient"),
                    "resolution", Set.of("merge-duplicates", "ignore-duplicates"),
                    "missing", Set.of("default", "null"));

    static Preferences of(WireRequest request, SchemaCache cache, PostgrestVersion version) {
        var asked = new LinkedHashMap<String, String>();
        var invalid = new ArrayList<String>();
        for (var header : request.headers().getOrDefault("prefer", List.of())) {
            for (var preference : header.split(",")) {
                var text = preference.strip();
                var halves = text.split("=", 2);
                var value = halves.length > 1 ? halves[1] : "";
                if (known(halves[0], value, cache, version)) {
                    asked.putIfAbsent(halves[0], value);
                } else if (!text.isEmpty() && !text.equals("params=single-object")) {
                    invalid.add(text);
                }
            }
        }
        return new Preferences(asked, invalid);
    }

    private static boolean known(
            String name, String value, SchemaCache cache, PostgrestVersion version) {
        return switch (name) {
            case "timezone" ->
                    version == PostgrestVersion.SIXTEEN || cache.timeZones().contains(value);
            case "max-affected" -> value.matches("\\d+");
            default -> KNOWN.getOrDefault(name, Set.of()).contains(value);
        };
    }

    boolean strict() {
        return "strict".equals(asked.get("handling"));
    }

    boolean countsExactly() {
        return "exact".equals(asked.get("count"));
    }

    /** The most rows that may be affected; 0 for any number. */
    int mostAffected() {
        return strict() ? Integer.parseInt(asked.getOrDefault("max-affected", "0")) : 0;
    }

    void demandValid() {
        if (strict() && !invalid.isEmpty()) {
            throw PostgrestFailure.of(
                    400,
                    "PGRST122",
                    "Invalid preferences given with handling=strict",
                    "Invalid preferences: " + String.join(", ", invalid),
                    null);
        }
    }

    /** The value of {@code Preference-Applied}; empty for none. */
    String applied() {
        var applied = new ArrayList<String>();
        for (var name : List.of("count", "handling", "timezone", "max-affected")) {
            if (asked.containsKey(name) && (!name.equals("max-affected") || strict())) {
                applied.add(name + "=" + asked.get(name));
            }
        }
        return String.join(", ", applied);
    }
}
