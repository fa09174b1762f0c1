package com.samokoder.platform.web;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What the service says to people, in English and Russian: every pair {@code messages/x.properties}
 * and {@code messages/x_ru.properties} on the class path.
 */
@Component
public final class Texts {
    /** The languages the service speaks; the first is the default. */
    public static final List<Locale> LANGUAGES =
            List.of(Locale.ENGLISH, Locale.forLanguageTag("ru"));

    private static final String PATTERN = "classpath*:messages/*.properties";

    private final ResourceBundleMessageSource source = new ResourceBundleMessageSource();

    public Texts() {
        source.setBasenames(bundles());
        source.setDefaultEncoding(StandardCharsets.UTF_8.name());
        source.setFallbackToSystemLocale(false);
    }

    /** The text of a key; a key without a text is shown as it is. */
    public String text(String key, Locale language, Object... arguments) {
        return Objects.requireNonNull(source.getMessage(key, arguments, key, language));
    }

    /** The best language of {@code Accept-Language}. */
    public static Locale language(HttpServletRequest request) {
        var header = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        if (header == null) {
            return LANGUAGES.getFirst();
        }
        try {
            var best = Locale.lookup(Locale.LanguageRange.parse(header), LANGUAGES);
            return best == null ? LANGUAGES.getFirst() : best;
        } catch (IllegalArgumentException unreadable) {
            return LANGUAGES.getFirst();
        }
    }

    private static String[] bundles() {
        try {
            return Arrays.stream(new PathMatchingResourcePatternResolver().getResources(PATTERN))
                    .map(Resource::getFilename)
                    .filter(Objects::nonNull)
                    .map(name -> name.substring(0, name.lastIndexOf('.')))
                    .filter(name -> !name.endsWith("_ru"))
                    .map(name -> "messages/" + name)
                    .distinct()
                    .toArray(String[]::new);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot list the texts", unreadable);
        }
    }
}
