package com.samokoder.platform.web.idempotency;

import com.samokoder.platform.secrets.Digests;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.util.WebUtils;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** What makes two requests the same. */
final class Fingerprints {
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

    private Fingerprints() {}

    /**
     * @param request as its handler gets it
     * @param body the same request where it still is what came in
     */
    static byte[] of(String route, HttpServletRequest request, RereadableRequest body)
            throws IOException {
        var fingerprint = new Fingerprints();
        fingerprint.add(route);
        var upload = WebUtils.getNativeRequest(request, MultipartHttpServletRequest.class);
        if (upload == null) {
            fingerprint.parts.writeBytes(body.body());
        } else {
            fingerprint.add(upload);
        }
        return Digests.sha256(fingerprint.parts.toByteArray());
    }

    /** Of an upload its parts count, not the boundary between them, which clients make up anew. */
    private void add(MultipartHttpServletRequest upload) throws IOException {
        for (var files : new TreeMap<>(upload.getMultiFileMap()).entrySet()) {
            for (MultipartFile file : files.getValue()) {
                add(files.getKey());
                add(Objects.requireNonNullElse(file.getOriginalFilename(), ""));
                try (InputStream content = file.getInputStream()) {
                    parts.writeBytes(Digests.sha256(content));
                }
            }
        }
        for (var field : new TreeMap<>(upload.getParameterMap()).entrySet()) {
            add(field.getKey());
            List.of(field.getValue()).forEach(this::add);
        }
    }

    /** With its length, so that no two lists of texts look alike. */
    private void add(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        parts.writeBytes((bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
        parts.writeBytes(bytes);
    }
}
