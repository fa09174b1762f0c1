package com.samokoder.runs;

import com.samokoder.testing.RestartablePostgres;
import com.samokoder.testing.ServiceProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Several processes of the service on one database, and what can happen to them. */
final class Cluster implements AutoCloseable {
    private static final String FENCED = "is not this worker's any more";

    private final RestartablePostgres postgres;
    private final Map<String, ?> properties;
    private final List<ServiceProcess> processes = new ArrayList<>();
    private final List<Path> logs = new ArrayList<>();

    Cluster(RestartablePostgres postgres, Map<String, ?> properties, int size) {
        this.postgres = postgres;
        this.properties = properties;
        var starting = new ArrayList<CompletableFuture<ServiceProcess>>();
        for (int one = 0; one < size; one++) {
            starting.add(
                    CompletableFuture.supplyAsync(
                            () -> ServiceProcess.start(properties), Thread::startVirtualThread));
        }
        starting.forEach(process -> add(process.join()));
    }

    private synchronized void add(ServiceProcess process) {
        processes.add(process);
        logs.add(process.log());
    }

    synchronized ServiceProcess process(int index) {
        return processes.get(index);
    }

    synchronized int size() {
        return processes.size();
    }

    /** {@code kill -9}. */
    synchronized void kill(int index) {
        processes.remove(index).kill();
    }

    void startAnother() {
        add(ServiceProcess.start(properties));
    }

    void stop(int index) {
        signal("STOP", index);
    }

    void carryOn(int index) {
        signal("CONT", index);
    }

    private void signal(String name, int index) {
        try {
            var pid = Long.toString(process(index).pid());
            int code = new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + code);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    void crashDatabase() {
        postgres.crash();
        postgres.start();
    }

    /** How often a worker was told that a run is not its own any more. */
    synchronized long fenced() {
        return logs.stream().mapToLong(Cluster::fencedIn).sum();
    }

    private static long fencedIn(Path log) {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(FENCED)).count();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        processes.forEach(ServiceProcess::close);
        postgres.close();
    }
}
