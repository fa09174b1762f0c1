package com.samokoder.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaModifier;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Tries every constant pattern of the product on long texts that are made to make it go back. */
final class SlowPatterns {
    private static final int LENGTH = 100_000;
    private static final long MOST_NANOS = 50_000_000;
    private static final int TRIES = 10;

    private static final List<String> PIECES =
            List.of(
                    "a",
                    "A",
                    "0",
                    " ",
                    "-",
                    "_",
                    "/",
                    ".",
                    "\\",
                    "\"",
                    "'",
                    "(",
                    "[",
                    "{",
                    "<",
                    "=",
                    "\n",
                    "\t",
                    "a.",
                    "a/",
                    "a-",
                    "a ",
                    "../",
                    "aA0",
                    "https://a",
                    "eyJ",
                    "sk-",
                    "#",
                    "//",
                    "/*",
                    "@a",
                    "a@a.",
                    "import a ",
                    "from a import ",
                    "\u0430");

    private SlowPatterns() {}

    static Set<String> find() {
        var slow = new java.util.TreeSet<String>();
        int tried = 0;
        for (var field : patterns()) {
            var pattern = value(field);
            boolean whole = matchesWholeTextsOnly(field);
            tried++;
            for (var piece : PIECES) {
                var text = piece.repeat(LENGTH / piece.length()) + "\u0000!";
                if (fastest(pattern, text, whole) > MOST_NANOS) {
                    slow.add(
                            field.getDeclaringClass().getSimpleName()
                                    + "."
                                    + field.getName()
                                    + " on "
                                    + piece.strip());
                }
            }
        }
        assertThat(tried).isGreaterThan(20);
        return slow;
    }

    private static long fastest(Pattern pattern, String text, boolean whole) {
        long fastest = Long.MAX_VALUE;
        for (int attempt = 0; attempt < TRIES && fastest > MOST_NANOS; attempt++) {
            long start = now();
            try {
                pattern.matcher(new Impatient(text, start)).matches();
                if (!whole) {
                    pattern.matcher(new Impatient(text, start)).find();
                }
                fastest = Math.min(fastest, now() - start);
            } catch (TooSlow over) {
                // The next try may be luckier.
                continue;
            }
        }
        return fastest;
    }

    /** Of this thread alone: the machine may be busy with something else. */
    private static long now() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Whether its class never looks for it inside of a text, which takes longer. */
    private static boolean matchesWholeTextsOnly(Field field) {
        var name = "\\b" + field.getName() + "\\b";
        var source = source(field.getDeclaringClass());
        long uses = Pattern.compile(name).matcher(source).results().count() - 1;
        var whole =
                name
                        + "\\s*\\.(?:matcher\\((?:[^()]|\\((?:[^()]|\\([^()]*\\))*\\))*\\)(?:\\s*|;[^;]{0,60})\\.matches|asMatchPredicate)\\(";
        return Pattern.compile(whole).matcher(source).results().count() == uses;
    }

    private static String source(Class<?> type) {
        var outermost = type.getName().replaceAll("\\$.*", "").replace('.', '/');
        try {
            return Files.readString(Path.of("src/main/java", outermost + ".java"));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** Ends a match that takes much too long. */
    private record Impatient(String text, long start) implements CharSequence {
        @Override
        public char charAt(int index) {
            if ((index & 1023) == 0 && now() - start > 2 * MOST_NANOS) {
                throw new TooSlow();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return text.subSequence(from, to);
        }
    }

    private static final class TooSlow extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooSlow() {
            super(null, null, false, false);
        }
    }

    private static List<Field> patterns() {
        var fields = new ArrayList<Field>();
        for (var type : Sources.main()) {
            boolean has =
                    type.getFields().stream()
                            .anyMatch(field ->
                                    field.getRawType().isEquivalentTo(Pattern.class)
                                            && field.getModifiers().contains(JavaModifier.STATIC));
            if (has) {
                Arrays.stream(type.reflect().getDeclaredFields())
                        .filter(field -> field.getType() == Pattern.class)
                        .filter(field -> java.lang.reflect.Modifier.isStatic(field.getModifiers()))
                        .forEach(fields::add);
            }
        }
        return fields;
    }

    private static Pattern value(Field field) {
        try {
            field.setAccessible(true);
            return (Pattern) field.get(null);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
