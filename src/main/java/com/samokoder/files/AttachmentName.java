package com.samokoder.files;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/**
 * {@code Content-Disposition: attachment} with a name made here, for old and new clients (RFC
 * 6266).
 */
final class AttachmentName {
    private static final int LONGEST = 100;

    private AttachmentName() {}

    /**
     * @param name anything, such as a project's name
     * @param suffix of ours, such as {@code -v3.zip}
     */
    static String header(String name, String suffix) {
        var safe =
                cut(Normalizer.normalize(name, Normalizer.Form.NFC).strip())
                        .replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}/\\\\:*?\"<>|]+", "_")
                        .replaceAll("^[. ]+|[. ]+$", "");
        var full = (safe.isEmpty() ? "project" : safe) + suffix;
        return "attachment; filename=\""
                + ascii(safe)
                + suffix
                + "\"; filename*=UTF-8''"
                + percent(full);
    }

    private static String cut(String name) {
        int length = name.codePointCount(0, name.length());
        return name.substring(0, name.offsetByCodePoints(0, Math.min(length, LONGEST)));
    }

    private static String ascii(String name) {
        var plain = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[._-]+|[._-]+$", "");
        return plain.isEmpty() ? "project" : plain;
    }

    /** Percent-encoding of RFC 8187. */
    private static String percent(String name) {
        var encoded = new StringBuilder();
        for (byte unit : name.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(unit)) {
                encoded.append((char) unit);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", unit));
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(byte unit) {
        return (unit >= 'a' && unit <= 'z')
                || (unit >= 'A' && unit <= 'Z')
                || (unit >= '0' && unit <= '9')
                || unit == '-'
                || unit == '.'
                || unit == '_';
    }
}
