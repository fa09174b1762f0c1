package com.samokoder.agents;

import com.samokoder.agents.PipelineState.Architecture;
import com.samokoder.agents.PipelineState.Brief;
import com.samokoder.agents.PipelineState.Plan;
import com.samokoder.agents.PipelineState.PlannedFile;
import com.samokoder.agents.PipelineState.Specification;
import com.samokoder.agents.PipelineState.Task;
import com.samokoder.files.FileChange;
import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;
import com.samokoder.files.checks.ProjectChecks;
import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderCatalog;
import com.samokoder.llm.TokenCounting;
import com.samokoder.llm.wire.TokenCounter;
import com.samokoder.platform.time.Ids;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A crew as the service wires it, with a listener that remembers. */
final class CrewFixture {
    static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();
    static final TokenCounting TOKENS = new TokenCounter();

    final Pipeline pipeline = new TaskPipeline();
    final RecordingListener listener = new RecordingListener();
    private final Crew crew;

    CrewFixture() {
        this(new AgentsProperties(60_000, 8_000, 16_000), new NoCatalog());
    }

    CrewFixture(AgentsProperties properties, ProviderCatalog catalog) {
        var limits = new ModelLimits(properties, catalog);
        var answers = new JsonAnswers(MAPPER);
        var counter = new AtomicLong(0x5d41);
        Ids ids = () -> new UUID(0, counter.incrementAndGet());
        var reading = new ProjectReading(new FileSelection(TOKENS), limits, TOKENS);
        var checks = new CodeChecks(new ProjectChecks());
        var writing = new FileWriting(new Boundaries(ids), limits, reading, checks);
        this.crew =
                new AgentCrew(
                        List.of(
                                new SpecWriter(answers, limits),
                                new Architect(answers, limits),
                                new TechLead(answers, limits),
                                new Developer(writing, checks),
                                new Reviewer(answers, limits, reading, checks),
                                new Troubleshooter(writing, checks),
                                new TechWriter(writing, checks),
                                new Assistant(reading, limits)));
    }

    /** The first step that may begin. */
    Optional<Step> next(PipelineState state) {
        return pipeline.next(state, List.of()).stream().findFirst();
    }

    StepResult work(PipelineState state, ChatModel model) {
        return work(state, snapshot(Map.of()), model);
    }

    StepResult work(PipelineState state, Snapshot files, ChatModel model) {
        var step = next(state).orElseThrow();
        return crew.work(state, step, files, _ -> model, listener, new Cancellation());
    }

    static Snapshot snapshot(Map<String, String> files) {
        var sorted = new TreeMap<ProjectPath, String>();
        files.forEach((path, text) -> sorted.put(new ProjectPath(path), text));
        return new Snapshot(1, sorted);
    }

    static Snapshot apply(Snapshot before, List<FileChange> changes) {
        var files = new TreeMap<>(before.files());
        for (FileChange change : changes) {
            switch (change) {
                case FileChange.Put(ProjectPath path, String content) -> files.put(path, content);
                case FileChange.Delete(ProjectPath path) -> files.remove(path);
                case FileChange.Summarize _ -> {}
            }
        }
        return new Snapshot(before.version() + 1, files);
    }

    static PipelineState start(String thoroughness) {
        return PipelineState.start(Brief.of("Pads", "A notes page", null, null, thoroughness));
    }

    /** A state in which this plan's first task is next. */
    static PipelineState planned(String thoroughness, Task... tasks) {
        var files =
                List.of(tasks).stream()
                        .flatMap(task -> task.files().stream())
                        .map(path -> new PlannedFile(path, "Part of the app"))
                        .toList();
        return start(thoroughness)
                .withSpecification(
                        new Specification(
                                "Pads", "Notes.", List.of("Write notes"), List.of(), List.of()))
                .withArchitecture(
                        new Architecture("HTML", "A page opens app.js.", List.of(), files))
                .withPlan(new Plan(List.of(tasks)));
    }

    static Task task(String id, List<String> files, String... dependsOn) {
        return new Task(id, "Task " + id, "Do " + id, files, List.of(dependsOn));
    }

    static String boundary(ChatRequest request) {
        return request.purpose().get("boundary");
    }

    /** An answer that writes these files, as path and content by turns. */
    static String blocks(ChatRequest request, String... pathsAndContents) {
        var format = new BlockFormat(boundary(request));
        var answer = new StringBuilder("Here they are.\n");
        for (int i = 0; i < pathsAndContents.length; i += 2) {
            answer.append(format.file(pathsAndContents[i], pathsAndContents[i + 1]));
        }
        return answer.toString();
    }

    static FileChange put(String path, String content) {
        return new FileChange.Put(new ProjectPath(path), content);
    }

    /** An answer that replaces lines of a file. */
    static String edit(ChatRequest request, String path, String find, String with) {
        return new BlockFormat(boundary(request)).edit(path, find, with);
    }

    /** Knows no model. */
    static final class NoCatalog implements ProviderCatalog {
        @Override
        public List<Provider> providers() {
            return List.of();
        }

        @Override
        public Optional<Provider> provider(String id) {
            return Optional.empty();
        }

        @Override
        public List<Model> models() {
            return List.of();
        }

        @Override
        public Optional<Model> model(ModelId id) {
            return Optional.empty();
        }
    }
}
