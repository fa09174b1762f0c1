package com.samokoder.agents;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Translates a model's indentation into the file's, learnt from the lines in which both are known.
 */
final class Indentation {
    private final Map<String, String> known = new HashMap<>();

    /** A line as the model wrote it, and the same line of the file. */
    void learn(String written, String real) {
        known.putIfAbsent(of(written), of(real));
    }

    List<String> applied(List<String> lines) {
        boolean same =
                known.entrySet().stream().allMatch(one -> one.getKey().equals(one.getValue()));
        return same ? lines : lines.stream().map(this::applied).toList();
    }

    private String applied(String line) {
        if (line.isBlank()) {
            return line.strip();
        }
        var own = of(line);
        return translated(own) + line.substring(own.length());
    }

    private String translated(String own) {
        for (int length = own.length(); length >= 0; length--) {
            var real = known.get(own.substring(0, length));
            if (real != null) {
                return real + deeper(own.substring(length));
            }
        }
        return own;
    }

    /** Levels beyond what is known, in tabs where the file has tabs for the model's spaces. */
    private String deeper(String rest) {
        for (var pair : known.entrySet()) {
            int tabs = pair.getValue().length();
            int spaces = pair.getKey().length();
            boolean unit =
                    tabs > 0
                            && pair.getValue().equals("\t".repeat(tabs))
                            && pair.getKey().equals(" ".repeat(spaces))
                            && spaces >= tabs
                            && spaces % tabs == 0;
            if (unit && rest.isBlank() && rest.indexOf('\t') < 0) {
                int width = spaces / tabs;
                return "\t".repeat(rest.length() / width) + " ".repeat(rest.length() % width);
            }
        }
        return rest;
    }

    private static String of(String line) {
        int length = 0;
        while (length < line.length() && Character.isWhitespace(line.charAt(length))) {
            length++;
        }
        return line.substring(0, length);
    }
}
