package com.samokoder.files.checks;

import io.github.treesitter.jtreesitter.Language;

import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The native grammars; loaded all at once, at the first use. */
enum Grammar {
    HTML,
    JAVA,
    JAVASCRIPT,
    PYTHON,
    TSX,
    TYPESCRIPT;

    /** Empty where this platform has no native parsers. */
    Optional<Language> language() {
        return Optional.ofNullable(Loaded.LANGUAGES.get(this));
    }

    private static final class Loaded {
        static final Map<Grammar, Language> LANGUAGES = load();

        /**
         * The binding asks the thread's class loader for services, and pooled threads have none.
         */
        private static Map<Grammar, Language> load() {
            var thread = Thread.currentThread();
            var before = thread.getContextClassLoader();
            thread.setContextClassLoader(Grammar.class.getClassLoader());
            try {
                return languages();
            } catch (IllegalArgumentException | UncheckedIOException | LinkageError e) {
                System.getLogger(Grammar.class.getName())
                        .log(System.Logger.Level.WARNING, "source is not parsed here", e);
                return Map.of();
            } finally {
                thread.setContextClassLoader(before);
            }
        }

        private static Map<Grammar, Language> languages() {
            var languages = new EnumMap<Grammar, Language>(Grammar.class);
            for (var grammar : values()) {
                var word = grammar.name().toLowerCase(Locale.ROOT);
                var symbols = NativeParsers.load("tree-sitter-" + word, Arena.global());
                languages.put(grammar, Language.load(symbols, "tree_sitter_" + word));
            }
            return languages;
        }
    }
}
