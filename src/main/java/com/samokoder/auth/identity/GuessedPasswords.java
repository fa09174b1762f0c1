package com.samokoder.auth.identity;

import com.samokoder.platform.secrets.Digests;

import org.springframework.core.io.ClassPathResource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What guessers try first: passwords that many had when they leaked, one short piece over and over,
 * and dates. The lists are read when the first password is judged. Of an entry eight bytes of its
 * digest are kept: a tenth of what the strings would take.
 */
final class GuessedPasswords {
    private static final int LONGEST_PIECE = 6;
    private static final Pattern DATE =
            Pattern.compile(
                    "DMY|MDY|YMD"
                            .replace("D", "(?:0[1-9]|[12][0-9]|3[01])")
                            .replace("M", "(?:0[1-9]|1[0-2])")
                            .replace("Y", "(?:19|20)[0-9]{2}"));

    private GuessedPasswords() {}

    /** Takes a password of eight or more characters in lower case. */
    static boolean contain(String lowered) {
        return Arrays.binarySearch(Listed.DIGESTS, digest(lowered)) >= 0
                || isRepeated(lowered)
                || DATE.matcher(lowered).matches();
    }

    private static boolean isRepeated(String password) {
        int length = password.length();
        return IntStream.rangeClosed(1, Math.min(LONGEST_PIECE, length / 2))
                .filter(piece -> length % piece == 0)
                .anyMatch(piece -> password.regionMatches(piece, password, 0, length - piece));
    }

    private static long digest(String password) {
        return ByteBuffer.wrap(Digests.sha256(password)).getLong();
    }

    private static final class Listed {
        static final long[] DIGESTS =
                Stream.of("common-passwords.txt", "leaked-passwords.txt")
                        .flatMap(Listed::lines)
                        .mapToLong(GuessedPasswords::digest)
                        .sorted()
                        .toArray();

        private static Stream<String> lines(String list) {
            try {
                return new ClassPathResource("auth/" + list)
                        .getContentAsString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"));
            } catch (IOException missing) {
                throw new UncheckedIOException(missing);
            }
        }
    }
}
