package com.samokoder.files.checks;

import io.github.treesitter.jtreesitter.NativeLibraryLookup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * Finds the native parsers inside their jars. Public, with a public constructor, for the service
 * loader of the binding, which asks it for the parser runtime.
 */
public final class NativeParsers implements NativeLibraryLookup {
    @Override
    public SymbolLookup get(Arena arena) {
        return load("tree-sitter", arena);
    }

    /** The loader needs a file; once it is mapped, the file itself may go. */
    @SuppressWarnings("restricted")
    static SymbolLookup load(String name, Arena arena) {
        var resource = "/lib/" + platform() + "-" + name + suffix();
        try (var library = NativeParsers.class.getResourceAsStream(resource)) {
            if (library == null) {
                throw new UnsatisfiedLinkError("no " + resource);
            }
            var file = Files.createTempFile("samokoder-", suffix());
            try {
                Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
                return SymbolLookup.libraryLookup(file, arena);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String platform() {
        var machine = property("os.arch");
        var architecture = machine.equals("amd64") ? "x86_64" : machine;
        return architecture + (isMac() ? "-macos" : "-linux-gnu");
    }

    private static String suffix() {
        return isMac() ? ".dylib" : ".so";
    }

    private static boolean isMac() {
        return property("os.name").startsWith("mac");
    }

    private static String property(String name) {
        return System.getProperty(name, "").toLowerCase(Locale.ROOT);
    }
}
