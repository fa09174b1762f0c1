package com.samokoder.platform.web;

import jakarta.servlet.http.HttpServletRequest;

import java.util.regex.Pattern;

/**
 * A request's path as routes are written: letters and other characters that need no escape stand
 * for themselves (RFC 3986, 6.2.2.2). Rules by path compare this one, since the dispatcher takes
 * {@code /api/auth/%6cogin} for {@code /api/auth/login}, too. Escapes of other characters stay.
 */
public final class PlainPath {
    private static final int HEXADECIMAL = 16;

    /** A-Z, a-z, 0-9, and - . _ ~ */
    private static final Pattern NEEDLESS =
            Pattern.compile("%(2[dDeE]|3[0-9]|4[1-9a-fA-F]|5[0-9aAfF]|6[1-9a-fA-F]|7[0-9aAeE])");

    private PlainPath() {}

    public static String of(HttpServletRequest request) {
        return of(request.getRequestURI());
    }

    static String of(String path) {
        return path.indexOf('%') < 0
                ? path
                : NEEDLESS.matcher(path)
                        .replaceAll(escape ->
                                String.valueOf(
                                        (char) Integer.parseInt(escape.group(1), HEXADECIMAL)));
    }
}
