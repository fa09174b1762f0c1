package com.samokoder.files;

import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What a file is, as far as its name and its bytes tell. */
final class ContentTypes {
    private static final Set<String> TEXTUAL =
            Set.of("json", "xml", "javascript", "xhtml+xml", "svg+xml", "manifest+json", "ld+json");

    private ContentTypes() {}

    /**
     * The extension decides, unless it speaks of binary data (".ts" is also a film) and there is
     * text.
     */
    static MediaType of(StoredFile file) {
        var known = MediaTypeFactory.getMediaType(file.path());
        if (!file.isText()) {
            return known.filter(type -> !isTextual(type))
                    .orElse(MediaType.APPLICATION_OCTET_STREAM);
        }
        var text = known.filter(ContentTypes::isTextual).orElse(MediaType.TEXT_PLAIN);
        return new MediaType(
                file.path().endsWith(".md") ? MediaType.TEXT_MARKDOWN : text,
                StandardCharsets.UTF_8);
    }

    private static boolean isTextual(MediaType type) {
        return type.getType().equals("text") || TEXTUAL.contains(type.getSubtype());
    }
}
