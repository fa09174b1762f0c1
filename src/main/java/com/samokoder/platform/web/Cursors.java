package com.samokoder.platform.web;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.secrets.MasterKeys;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and reads keyset cursors: the position after the last row of a page, signed together with
 * the list's filter, so that a cursor serves the list it came from and no other.
 */
@Component
public final class Cursors {
    private static final String SEPARATOR = "\u001f";
    private static final int SIGNATURE_BYTES = 16;

    private final SecretKey key;

    Cursors(MasterKeys keys) {
        this.key = new SecretKeySpec(keys.derive("samokoder/cursor").getEncoded(), "HmacSHA256");
    }

    /**
     * Cuts a page from rows that were read with a limit one higher than the page's.
     *
     * @param filter everything that selects the list, the owner included
     * @param position the sort key of a row
     */
    public <T> Page<T> page(
            List<T> rows, int limit, String filter, Function<T, List<String>> position) {
        if (rows.size() <= limit) {
            return new Page<>(rows, new Page.Pagination(false, null));
        }
        var shown = List.copyOf(rows.subList(0, limit));
        var cursor = encode(filter, position.apply(shown.getLast()));
        return new Page<>(shown, new Page.Pagination(true, cursor));
    }

    String encode(String filter, List<String> position) {
        var body = String.join(SEPARATOR, position).getBytes(StandardCharsets.UTF_8);
        var signature = sign(filter, body);
        var signed = Arrays.copyOf(signature, SIGNATURE_BYTES + body.length);
        System.arraycopy(body, 0, signed, SIGNATURE_BYTES, body.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /**
     * The position a cursor stands for; null for no cursor.
     *
     * @throws ApiException {@code invalid_cursor} when it was not made for this list
     */
    public @Nullable List<String> decode(@Nullable String cursor, String filter) {
        if (cursor == null) {
            return null;
        }
        try {
            var signed = Base64.getUrlDecoder().decode(cursor);
            if (signed.length < SIGNATURE_BYTES) {
                throw ApiException.of(ErrorCode.INVALID_CURSOR);
            }
            var body = Arrays.copyOfRange(signed, SIGNATURE_BYTES, signed.length);
            var signature = Arrays.copyOf(signed, SIGNATURE_BYTES);
            if (!MessageDigest.isEqual(signature, sign(filter, body))) {
                throw ApiException.of(ErrorCode.INVALID_CURSOR);
            }
            return List.of(new String(body, StandardCharsets.UTF_8).split(SEPARATOR, -1));
        } catch (IllegalArgumentException notBase64) {
            throw ApiException.of(ErrorCode.INVALID_CURSOR);
        }
    }

    private byte[] sign(String filter, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(filter.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(mac.doFinal(body), SIGNATURE_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", impossible);
        }
    }
}
