import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Runs the workloads against every target in turn, so that their ratios come from moments close to each
 * other, and prints medians over the repeats. Started by run.sh, which tells the processes' ids.
 */
class Compare {
    static final Path WORK = Path.of(System.getenv("WORK"));
    static final int REPEATS = Integer.parseInt(env("REPEATS", "3"));
    static final List<String> WORKLOADS =
            List.of(env("WORKLOADS", "json64 json1 streams100 streams1000 slow2000 beyond").split(" "));
    static final String MODEL = "gpt-6.1-terra";
    static final String PATH = "/v1/chat/completions";
    static final HttpClient HTTP = HttpClient.newHttpClient();

    /** One measured line: what load.c printed, and what the target's process used. */
    record Sample(Map<String, Double> values) {
        double get(String name) {
            return values.getOrDefault(name, Double.NaN);
        }
    }

    record Target(String name, int port, long pid, String headers, String model) {}

    static final Map<String, Map<String, List<Sample>>> results = new LinkedHashMap<>();

    public static void main(String[] arguments) throws Exception {
        var token = prepare();
        var targets = targets(token);
        if (arguments.length > 0) {
            System.out.println("ready; request files are in " + WORK);
            files(targets.get("samokoder"), "json", "");
            files(targets.get("samokoder"), "stream", "chunks=200 pace=20");
            return;
        }
        warm(targets);
        for (var workload : WORKLOADS) {
            for (int repeat = 0; repeat < REPEATS; repeat++) {
                run(workload, targets);
            }
            report(workload);
        }
        ratios();
    }

    static Map<String, Target> targets(String token) {
        var all = new LinkedHashMap<String, Target>();
        var plain = "Authorization: Bearer sk-upstream-key\r\n";
        all.put("direct", new Target("direct", 9100, 0, plain, MODEL));
        all.put("nginx", new Target("nginx", 9101, nginxWorker(), plain, MODEL));
        all.put("portkey", new Target("portkey", 9102, pid("PORTKEY"),
                plain + "x-portkey-provider: openai\r\nx-portkey-custom-host: http://127.0.0.1:9100/v1\r\n", MODEL));
        all.put("samokoder", new Target("samokoder", 9103, pid("SAMOKODER"),
                "Authorization: Bearer " + token + "\r\n", "openai/" + MODEL));
        return all;
    }

    /** A user with a key, a budget and an access token; the key is opened anew for each request. */
    static String prepare() throws Exception {
        var email = "bench" + System.nanoTime() + "@example.com";
        var account = json("{'email':'" + email + "','password':'a pass phrase for the bench'}");
        var session = field(call("POST", "/api/auth/register", account, null), "access_token");
        call("POST", "/api/keys", json("{'provider':'openai','name':'bench','api_key':'sk-upstream-key',"
                + "'base_url':'http://127.0.0.1:9100/v1','check':false}"), session);
        call("PUT", "/api/budgets", json("{'budgets':[{'scope':'user','period':'month','limit_usd':'100000'}]}"), session);
        var made = call("POST", "/api/auth/tokens", json("{'name':'bench','scopes':['gateway'],"
                + "'budget':{'limit_usd':'100000','period':'day'}}"), session);
        return field(made, "token");
    }

    static void warm(Map<String, Target> targets) throws Exception {
        var ours = targets.get("samokoder");
        load(ours, "json", "", "16", env("WARM_SECONDS", "35"));
        for (int round = 0; round < 4; round++) {
            load(ours, "streams", "chunks=100 pace=10", "100", "300", "100", "30");
        }
        for (var other : List.of("nginx", "portkey")) {
            load(targets.get(other), "json", "", "16", "4");
        }
        new ProcessBuilder("taskset", "-a", "-p", "-c", "0", Long.toString(ours.pid())).start().waitFor();
        load(ours, "json", "", "16", "10");
    }

    static void run(String workload, Map<String, Target> targets) throws Exception {
        switch (workload) {
            case "json64" -> each(workload, targets, List.of("direct", "nginx", "portkey", "samokoder"),
                    target -> load(target, "json", "", "64", "8"));
            case "json1" -> each(workload, targets, List.of("direct", "nginx", "portkey", "samokoder"),
                    target -> load(target, "json", "", "1", "6"));
            case "streams100" -> each(workload, targets, List.of("direct", "nginx", "portkey", "samokoder"),
                    target -> load(target, "streams", "chunks=200 pace=20", "100", "400", "200", "60"));
            case "streams1000" -> each(workload, targets, List.of("direct", "nginx", "samokoder"),
                    target -> load(target, "streams", "chunks=200 pace=50", "1000", "2000", "200", "90"));
            case "slow2000" -> each(workload, targets, List.of("direct", "samokoder"),
                    target -> load(target, "streams", "chunks=60 pace=200", "2000", "4000", "60", "90"));
            case "beyond" -> {
                each(workload, targets, List.of("samokoder"),
                        target -> load(target, "streams", "chunks=60 pace=200", "2600", "4000", "60", "90"));
                TimeUnit.SECONDS.sleep(3);
                each("after", targets, List.of("samokoder"), target -> load(target, "json", "", "64", "2"));
            }
            default -> throw new IllegalArgumentException("no workload " + workload);
        }
    }

    interface Measured {
        Sample of(Target target) throws Exception;
    }

    static void each(String workload, Map<String, Target> targets, List<String> names, Measured measured)
            throws Exception {
        for (var name : names) {
            var sample = measured.of(targets.get(name));
            results.computeIfAbsent(workload, _ -> new LinkedHashMap<>())
                    .computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(sample);
            System.err.println(workload + " " + name + " " + new TreeMap<>(sample.values()));
            TimeUnit.MILLISECONDS.sleep(700);
        }
    }

    /** Runs load.c on CPU 1 and reads what the target used meanwhile. */
    static Sample load(Target target, String mode, String prompt, String... rest) throws Exception {
        var files = files(target, mode, prompt);
        var command = new ArrayList<>(List.of("taskset", "-c", "1", WORK.resolve("load").toString(), mode,
                Integer.toString(target.port()), PATH, files.getFirst(), files.getLast()));
        command.addAll(List.of(rest));
        long before = cpu(target.pid());
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var line = new String(process.getInputStream().readAllBytes()).strip();
        process.waitFor();
        var values = new HashMap<String, Double>();
        for (var pair : line.split(" ")) {
            var parts = pair.split("=");
            values.put(parts[0], Double.valueOf(parts[1]));
        }
        if (target.pid() > 0) {
            double used = (cpu(target.pid()) - before) * 10_000.0; // clock ticks of 10 ms
            values.put("cpu_us_each", used / Math.max(1, values.get("good")));
            values.put("rss_mb", memory(target.pid(), "VmRSS"));
            values.put("rss_peak_mb", memory(target.pid(), "VmHWM"));
        }
        return new Sample(values);
    }

    static List<String> files(Target target, String mode, String prompt) throws IOException {
        var headers = WORK.resolve(target.name() + ".headers");
        Files.writeString(headers, target.headers());
        var body = WORK.resolve(target.name() + "." + mode + ".body");
        var padding = "Describe the rivers of a country that does not exist. ".repeat(16);
        var stream = mode.startsWith("stream") ? "'stream':true,'stream_options':{'include_usage':true}," : "";
        Files.writeString(body, json("{'model':'" + target.model() + "'," + stream
                + "'max_tokens':400,'messages':[{'role':'user','content':'" + prompt + " " + padding + "'}]}"));
        return List.of(headers.toString(), body.toString());
    }

    static void report(String workload) {
        boolean json = workload.startsWith("json");
        for (var name : workload.equals("beyond") ? List.of("beyond", "after") : List.of(workload)) {
            System.out.println("\n### " + name + "\n");
            var columns = json || name.equals("after")
                    ? List.of("rps", "latency_p50", "latency_p99", "cpu_us_each", "rss_mb", "bad")
                    : List.of("good", "bad", "refused", "advised", "ttft_p50", "ttft_p99", "transit_p50", "transit_p99",
                            "gap_p99", "total_p50", "cpu_us_each", "rss_peak_mb");
            System.out.println("| target | " + String.join(" | ", columns) + " |");
            System.out.println("|---|" + "---|".repeat(columns.size()));
            results.getOrDefault(name, Map.of()).forEach((target, samples) -> {
                var cells = columns.stream().map(column -> number(median(samples, s -> s.get(column)))).toList();
                System.out.println("| " + target + " | " + String.join(" | ", cells) + " |");
            });
        }
    }

    /** The ratios that the goals are about, each the median of the repeats' own. */
    static void ratios() {
        System.out.println("\n### Ratios (median of the repeats' own)\n");
        System.out.println("| what | measured | must | aim |\n|---|---|---|---|");
        ratio("json64: requests/s against Portkey", "json64", "portkey", s -> s.get("rps"), "8", "11");
        ratio("json64: requests/s against nginx", "json64", "nginx", s -> s.get("rps"), "0.15", "0.22");
        ratio("json64: CPU per request against Portkey", "json64", "portkey", s -> s.get("cpu_us_each"), "0.13", "0.09");
        added("json1: added p50, ms", "json1", "latency_p50", "0.35", "0.2");
        added("json1: added p99, ms", "json1", "latency_p99", "1.5", "0.5");
        added("streams100: added time to first token p50, ms", "streams100", "ttft_p50", "4", "2");
        value("streams100: chunk transit p99, ms", "streams100", s -> s.get("transit_p99") / 1000, "5", "2.5");
        ratio("streams100: CPU per stream against nginx", "streams100", "nginx", s -> s.get("cpu_us_each"), "2.5", "1.9");
        ratio("streams100: CPU per stream against Portkey", "streams100", "portkey", s -> s.get("cpu_us_each"), "0.4", "0.3");
        value("streams1000: not complete", "streams1000", s -> s.get("bad") + s.get("refused"), "0", "0");
        ratio("streams1000: time against direct", "streams1000", "direct", s -> s.get("total_p50"), "1.03", "1.01");
        value("slow2000: not complete", "slow2000", s -> s.get("bad") + s.get("refused"), "0", "0");
        value("slow2000: resident, MB", "slow2000", s -> s.get("rss_peak_mb"), "450", "400");
        value("beyond: running streams lost", "beyond", s -> s.get("bad"), "0", "0");
        value("beyond: refused without Retry-After", "beyond", s -> s.get("refused") - s.get("advised"), "0", "0");
    }

    static void ratio(String what, String workload, String other, Function<Sample, Double> value, String must, String aim) {
        compare(what, workload, other, must, aim, (ours, theirs) -> value.apply(ours) / value.apply(theirs));
    }

    static void added(String what, String workload, String column, String must, String aim) {
        compare(what, workload, "direct", must, aim, (ours, direct) -> (ours.get(column) - direct.get(column)) / 1000);
    }

    static void value(String what, String workload, Function<Sample, Double> value, String must, String aim) {
        compare(what, workload, "samokoder", must, aim, (ours, _) -> value.apply(ours));
    }

    interface Pairing {
        double of(Sample ours, Sample theirs);
    }

    static void compare(String what, String workload, String other, String must, String aim, Pairing pairing) {
        var ours = results.getOrDefault(workload, Map.of()).get("samokoder");
        var theirs = results.getOrDefault(workload, Map.of()).get(other);
        if (ours == null || theirs == null) {
            return;
        }
        var each = new double[Math.min(ours.size(), theirs.size())];
        Arrays.setAll(each, i -> pairing.of(ours.get(i), theirs.get(i)));
        Arrays.sort(each);
        System.out.printf("| %s | %s [%s..%s] | %s | %s |%n", what, number(each[each.length / 2]), number(each[0]),
                number(each[each.length - 1]), must, aim);
    }

    static double median(List<Sample> samples, Function<Sample, Double> value) {
        var sorted = samples.stream().map(value).sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return value >= 100 || value == Math.rint(value) ? String.format("%,.0f", value) : String.format("%.3f", value);
    }

    static long cpu(long pid) throws IOException {
        if (pid == 0) {
            return 0;
        }
        var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    static double memory(long pid, String what) throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith(what)) {
                return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
            }
        }
        return Double.NaN;
    }

    static long pid(String name) {
        return Long.parseLong(System.getenv(name));
    }

    /** The worker does the work; run.sh knows its master. */
    static long nginxWorker() {
        return ProcessHandle.of(pid("NGINX")).orElseThrow().children().findFirst().orElseThrow().pid();
    }

    static String call(String method, String path, String body, String bearer) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:9103" + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        var answer = HTTP.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(path + " answered " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    static String field(String json, String name) {
        var found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
        if (!found.find()) {
            throw new IllegalStateException("no " + name);
        }
        return found.group(1);
    }

    static String json(String text) {
        return text.replace('\'', '"');
    }

    static String env(String name, String otherwise) {
        var value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value;
    }
}
