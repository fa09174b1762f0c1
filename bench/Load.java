import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A closed-loop load: each connection sends its next request when the last one was answered, and not before its turn
 * where a rate is given.
 *
 * <p>Usage: {@code java bench/Load.java URL TOKEN CONNECTIONS SECONDS [REQUESTS_PER_SECOND]}. Prints requests per second, the median and the
 * 99th percentile in milliseconds, and how many answers were not 200. The first fifth of the time is warm-up and not
 * counted.
 */
final class Load {
    private Load() {}

    public static void main(String[] arguments) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(arguments[0]))
                        .header("Authorization", "Bearer " + arguments[1])
                        .timeout(Duration.ofSeconds(30))
                        .build();
        int connections = Integer.parseInt(arguments[2]);
        long seconds = Long.parseLong(arguments[3]);
        double rate = arguments.length > 4 ? Double.parseDouble(arguments[4]) : Double.POSITIVE_INFINITY;
        long pause = (long) (connections * 1e9 / rate);
        long start = System.nanoTime();
        long countFrom = start + seconds * 200_000_000L;
        long end = start + seconds * 1_000_000_000L;
        var failures = new AtomicLong();
        var samples = new long[connections][];
        try (var threads = Executors.newFixedThreadPool(connections)) {
            for (int index = 0; index < connections; index++) {
                int own = index;
                threads.submit(() -> samples[own] = run(request, pause, countFrom, end, failures));
            }
        }
        report(samples, (end - countFrom) / 1e9, failures.get());
    }

    /** One connection of its own, as one client would hold it. */
    private static long[] run(HttpRequest request, long pause, long countFrom, long end, AtomicLong failures)
            throws Exception {
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var micros = new long[1 << 16];
            int count = 0;
            long turn = System.nanoTime() + (long) (Math.random() * pause);
            while (turn < end) {
                TimeUnit.NANOSECONDS.sleep(turn - System.nanoTime());
                long sent = System.nanoTime();
                int status = client.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode();
                long answered = System.nanoTime();
                if (status != 200) {
                    failures.incrementAndGet();
                } else if (sent >= countFrom) {
                    if (count == micros.length) {
                        micros = Arrays.copyOf(micros, 2 * count);
                    }
                    micros[count++] = (answered - sent) / 1_000;
                }
                turn = Math.max(turn + pause, answered);
            }
            return Arrays.copyOf(micros, count);
        }
    }

    private static void report(long[][] samples, double seconds, long failures) {
        var all = Arrays.stream(samples).flatMapToLong(Arrays::stream).sorted().toArray();
        System.out.printf(
                "requests/s %.0f, p50 %.2f ms, p99 %.2f ms, not 200: %d%n",
                all.length / seconds, percentile(all, 50), percentile(all, 99), failures);
    }

    private static double percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? Double.NaN : sorted[(sorted.length - 1) * percent / 100] / 1_000.0;
    }
}
