package com.samokoder.platform.database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An embedded server that outlived its service: after a {@code kill -9} it runs on and holds the
 * data folder. The caller holds the folder's lock, so no living service is using it.
 */
final class OrphanedServer {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanedServer.class);
    private static final long POLITE_SECONDS = 10;

    private final Path pidFile;

    private OrphanedServer(Path cluster) {
        this.pidFile = cluster.resolve("postmaster.pid");
    }

    static OrphanedServer in(Path cluster) {
        return new OrphanedServer(cluster);
    }

    void stop() throws IOException {
        var process = find();
        if (process.isPresent()) {
            LOG.warn(
                    "Stopping the PostgreSQL that a killed service left running (pid {})",
                    process.get().pid());
            stop(process.get());
        }
        Files.deleteIfExists(pidFile);
    }

    private Optional<ProcessHandle> find() throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d+")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(handle -> handle.info().command().orElse("").contains("postgres"));
    }

    private static void stop(ProcessHandle process) {
        try {
            process.destroy();
            process.onExit().get(POLITE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException stubborn) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
