package com.samokoder.agents;

import java.util.Locale;

/**
 * How alike two lines are: 1 less the share of characters that an edit from one to the other
 * inserts, deletes or replaces (Levenshtein), measured on the longer one. White space is squeezed
 * before.
 */
final class LineSimilarity {
    /** Longer lines, as in minified files, are alike only when they are equal. */
    private static final int LONGEST = 400;

    private LineSimilarity() {}

    /** The line without indentation, with single spaces, and without characters nobody sees. */
    static String squeezed(String line) {
        return line.replaceAll("[\\s\\u00A0\\u2007\\u202F]+", " ")
                .replaceAll("[\\u200B-\\u200D\\uFEFF]", "")
                .strip();
    }

    /** The words of a line, for a first rough look. */
    static String[] words(String line) {
        return line.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}_]+");
    }

    static double of(String one, String other) {
        int longer = Math.max(one.length(), other.length());
        return longer == 0 ? 1 : 1 - (double) distance(one, other) / longer;
    }

    static int distance(String one, String other) {
        if (one.equals(other)) {
            return 0;
        }
        int longer = Math.max(one.length(), other.length());
        if (longer > LONGEST) {
            return longer;
        }
        var row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            next(row, one.charAt(i - 1), other, i);
        }
        return row[other.length()];
    }

    private static void next(int[] row, char letter, String other, int first) {
        int diagonal = row[0];
        row[0] = first;
        for (int j = 1; j < row.length; j++) {
            int replaced = diagonal + (letter == other.charAt(j - 1) ? 0 : 1);
            diagonal = row[j];
            row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
        }
    }
}
