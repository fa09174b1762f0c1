package com.samokoder.runs;

import com.samokoder.gateway.LlmGateway;
import com.samokoder.gateway.ModelWish;
import com.samokoder.llm.CallCancelled;
import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.FinishReason;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.TokenUsage;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A door to a model that builds what a test planned: tasks with the files that each writes. A test
 * may answer single steps itself.
 */
final class ScriptedGateway implements LlmGateway {
    static final TokenUsage USAGE = new TokenUsage(10, 0, 0, 5, 0, TokenUsage.Source.MEASURED);
    static final BigDecimal COST = new BigDecimal("0.01");

    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final Map<String, Function<ChatRequest, String>> scenes = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();

    private volatile boolean hanging;

    private record Task(List<String> files, List<String> dependsOn) {}

    ScriptedGateway task(String id, List<String> files, String... dependsOn) {
        tasks.put(id, new Task(files, List.of(dependsOn)));
        return this;
    }

    /** What the model says in a step, instead of what it would say by itself. */
    ScriptedGateway in(String step, Function<ChatRequest, String> answer) {
        scenes.put(step, answer);
        return this;
    }

    /** Every call lasts until it is cancelled. */
    ScriptedGateway hanging() {
        hanging = true;
        return this;
    }

    private static void hangUntilCancelled(Cancellation cancellation) {
        var cancelled = new CountDownLatch(1);
        try (var _ = cancellation.onCancel(cancelled::countDown)) {
            cancelled.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** The steps that the model was called in, in the order of the calls. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public ChatModel open(ModelWish wish) {
        return new Model(wish);
    }

    private final class Model implements ChatModel {
        private final ModelWish wish;

        Model(ModelWish wish) {
            this.wish = wish;
        }

        @Override
        public ModelId id() {
            return new ModelId("scripted", "plan");
        }

        @Override
        public void stream(
                ChatRequest request, Cancellation cancellation, Consumer<ChatEvent> events) {
            var step = request.purpose().get("step");
            calls.add(step);
            wish.onCall().spent(id(), USAGE, COST);
            var scene = scenes.get(step);
            var answer = scene == null ? answer(request) : scene.apply(request);
            if (hanging) {
                hangUntilCancelled(cancellation);
            }
            if (cancellation.isCancelled()) {
                throw new CallCancelled();
            }
            for (int start = 0; start < answer.length(); start += 40) {
                int end = Math.min(answer.length(), start + 40);
                events.accept(new ChatEvent.TextDelta(answer.substring(start, end)));
            }
            events.accept(new ChatEvent.Finished(FinishReason.STOP, "scripted", USAGE));
        }
    }

    String answer(ChatRequest request) {
        var purpose = request.purpose();
        return switch (purpose.get("agent")) {
            case "spec_writer" ->
                    "{\"title\": \"App\", \"summary\": \"An app.\", \"features\": [\"It works\"]}";
            case "architect" ->
                    "{\"stack\": \"JS\", \"overview\": \"Files.\", \"files\": [%s]}"
                            .formatted(listed(files(), "{\"path\": \"%s\", \"purpose\": \"A\"}"));
            case "tech_lead" -> plan();
            case "reviewer" -> "{\"verdict\": \"accept\"}";
            case "developer" -> blocks(request, tasks.get(purpose.get("task")).files());
            default -> blocks(request, List.of("README.md"));
        };
    }

    private List<String> files() {
        return tasks.values().stream().flatMap(task -> task.files().stream()).distinct().toList();
    }

    private String plan() {
        var all = new ArrayList<String>();
        tasks.forEach((id, task) ->
                all.add(
                        ("{\"id\": \"%s\", \"title\": \"%s\", \"instructions\": \"Do it\","
                                        + " \"files\": [%s], \"depends_on\": [%s]}")
                                .formatted(
                                        id,
                                        id,
                                        listed(task.files(), "\"%s\""),
                                        listed(task.dependsOn(), "\"%s\""))));
        return "{\"tasks\": [" + String.join(",", all) + "]}";
    }

    private static String listed(List<String> items, String form) {
        return String.join(",", items.stream().map(form::formatted).toList());
    }

    private static String blocks(ChatRequest request, List<String> files) {
        var answer = new StringBuilder();
        var step = request.purpose().get("step");
        files.forEach(file -> answer.append(block(request, file, "// " + step + " " + file)));
        return answer.toString();
    }

    static String block(ChatRequest request, String file, String content) {
        var boundary = request.purpose().get("boundary");
        return "<<<FILE %s %s\n%s\n<<<END %s\n".formatted(boundary, file, content, boundary);
    }
}
