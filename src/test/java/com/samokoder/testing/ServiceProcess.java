package com.samokoder.testing;

import okhttp3.OkHttpClient;
import okhttp3.Request;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The service as a process of its own, to be killed. */
public final class ServiceProcess implements AutoCloseable {
    private static final OkHttpClient CLIENT = new OkHttpClient();

    private static final List<String> QUICK_START =
            List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Process process;
    private final int port;
    private final Path log;

    private ServiceProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * Starts the service from the test's own class path and waits until it is healthy.
     *
     * @param properties Spring properties, such as those of {@link TestInstallation#properties}
     */
    public static ServiceProcess start(Map<String, ?> properties) {
        return start(properties, QUICK_START);
    }

    /** The same with options of the virtual machine, such as those of a deployed service. */
    public static ServiceProcess start(Map<String, ?> properties, List<String> options) {
        try {
            int port = freePort();
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
            properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
            command.addAll(List.of("-Dserver.port=" + port, "-Dserver.address=127.0.0.1"));
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
            command.add("com.samokoder.SamokoderApplication");
            var log = Path.of("target", "service-" + port + ".log");
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            var service = new ServiceProcess(process, port, log);
            service.awaitHealthy();
            return service;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitHealthy() {
        Awaitility.await("the service on port " + port + " (see " + log + ")")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("the service ended, see " + log);
                    }
                    return isHealthy();
                });
    }

    private boolean isHealthy() {
        var request = new Request.Builder().url(base() + "/health").build();
        try (var response = CLIENT.newCall(request).execute()) {
            return response.isSuccessful();
        } catch (IOException notYet) {
            return false;
        }
    }

    public String base() {
        return "http://127.0.0.1:" + port;
    }

    public Path log() {
        return log;
    }

    public long pid() {
        return process.pid();
    }

    /** {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
        waitForEnd();
    }

    /** {@code SIGTERM}, and waits for the end. */
    public void stop() {
        process.destroy();
        waitForEnd();
    }

    private void waitForEnd() {
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
