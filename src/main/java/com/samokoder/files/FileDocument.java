package com.samokoder.files;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A file as JSON: text as it is, anything else in base64.
 *
 * @param content null for a binary file
 * @param contentBase64 null for a text
 */
record FileDocument(
        int version,
        String path,
        int size,
        String sha256,
        @Nullable String content,
        @Nullable String contentBase64) {

    static FileDocument of(StoredFile file, byte[] bytes) {
        var text = file.isText() ? new String(bytes, StandardCharsets.UTF_8) : null;
        var base64 = file.isText() ? null : Base64.getEncoder().encodeToString(bytes);
        return new FileDocument(
                file.version(), file.path(), file.size(), file.sha256(), text, base64);
    }
}
