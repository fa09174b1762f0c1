package com.samokoder.platform.secrets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A master key with its salt, as an operator sets them. */
record KeyPair(String key, String salt) {
    static final int KEY_LENGTH = 32;
    static final int SALT_LENGTH = 16;
    private static final int DISTINCT_CHARACTERS = 10;
    private static final List<String> PLACEHOLDERS =
            List.of(
                    "your",
                    "change",
                    "example",
                    "secret",
                    "password",
                    "12345678",
                    "abcdefgh",
                    "samokoder");

    /** Every reason why this pair must not protect anything. */
    List<String> weaknesses(String keyName, String saltName) {
        var found = new ArrayList<String>();
        describe(keyName, key, KEY_LENGTH, DISTINCT_CHARACTERS, found);
        describe(saltName, salt, SALT_LENGTH, DISTINCT_CHARACTERS / 2, found);
        return found;
    }

    private static void describe(
            String name, String value, int length, int distinct, List<String> found) {
        if (value.isEmpty()) {
            found.add(name + " is not set: set it to " + length + " random characters");
        } else if (value.length() != length) {
            found.add(
                    name
                            + " must have exactly "
                            + length
                            + " characters, it has "
                            + value.length());
        } else if (value.chars().distinct().count() < distinct) {
            found.add(name + " repeats too few characters: make it random");
        } else if (PLACEHOLDERS.stream().anyMatch(value.toLowerCase(Locale.ROOT)::contains)) {
            found.add(name + " is an example value that others know: make your own");
        }
    }

    @Override
    public String toString() {
        return "KeyPair[hidden]";
    }
}
