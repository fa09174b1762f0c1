package com.samokoder.platform.secrets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;

/**
 * A laptop's master key: made once and kept beside the embedded database, so that trying the
 * service needs no set-up. Never used in production.
 */
final class DevelopmentKeys {
    private static final Logger LOG = LoggerFactory.getLogger(DevelopmentKeys.class);
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final Path file;

    private DevelopmentKeys(Path file) {
        this.file = file;
    }

    static DevelopmentKeys in(Path dataFolder) {
        return new DevelopmentKeys(dataFolder.resolve("development-keys"));
    }

    KeyPair readOrCreate() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            create();
            var lines = Files.readAllLines(file);
            return new KeyPair(lines.get(0), lines.get(1));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot keep the development keys in " + file, failed);
        }
    }

    private void create() throws IOException {
        var lines = List.of(randomText(KeyPair.KEY_LENGTH), randomText(KeyPair.SALT_LENGTH));
        try {
            Files.write(file, lines, StandardOpenOption.CREATE_NEW);
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            LOG.info("Made development keys in {}; production needs API_ENCRYPTION_KEY", file);
        } catch (FileAlreadyExistsException kept) {
            LOG.debug("Using the development keys in {}", file);
        }
    }

    private static String randomText(int length) {
        return new SecureRandom()
                .ints(length, 0, ALPHABET.length())
                .map(ALPHABET::charAt)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
