package com.samokoder.clients;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Pattern;

/** What scripts/client-tests.sh started. */
final class Environment {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Environment() {}

    static String service() {
        return required("SAMOKODER_URL");
    }

    static String token() {
        return required("SAMOKODER_TOKEN");
    }

    static String poorToken() {
        return required("SAMOKODER_POOR_TOKEN");
    }

    /** What the stand-in for the providers counted: {@code requests} or {@code aborted}. */
    static int count(String what) {
        try {
            var request = HttpRequest.newBuilder(URI.create(required("REPLAY_URL") + "/state"));
            var state = CLIENT.send(request.build(), BodyHandlers.ofString()).body();
            var found = Pattern.compile("\"" + what + "\":(\\d+)").matcher(state);
            if (!found.find()) {
                throw new IllegalStateException(state);
            }
            return Integer.parseInt(found.group(1));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Waits for a count; gives up after two seconds. */
    static boolean reaches(String what, int count) {
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        while (count(what) < count) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    private static String required(String name) {
        var value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException(name + " is not set: run scripts/client-tests.sh");
        }
        return value;
    }
}
