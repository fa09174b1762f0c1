package com.samokoder.agents;

import com.samokoder.agents.PipelineState.Architecture;
import com.samokoder.agents.PipelineState.Plan;
import com.samokoder.agents.PipelineState.PlannedFile;
import com.samokoder.agents.PipelineState.Task;
import com.samokoder.files.ProjectPath;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a plan and holds it to its rules, so that walking it cannot get stuck. */
final class PlanReading {
    private static final int MOST_TASKS = 20;
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    private final Architecture architecture;

    PlanReading(Architecture architecture) {
        this.architecture = architecture;
    }

    Plan read(AnswerFields answer) {
        var all = answer.objects("tasks", 1, MOST_TASKS).stream().map(PlanReading::task).toList();
        checkIds(all);
        var tasks = withoutTheWriters(all);
        checkFiles(tasks);
        checkDependencies(tasks);
        return new Plan(tasks);
    }

    private static Task task(AnswerFields fields) {
        var id = fields.text("id");
        if (!ID.matcher(id).matches()) {
            throw UnusableAnswer.json("task_id", id);
        }
        var files =
                fields.paths("files", 1, 100).stream()
                        .filter(path -> !path.equals(TechWriter.README))
                        .map(ProjectPath::value)
                        .toList();
        return new Task(
                id,
                fields.text("title"),
                fields.text("instructions"),
                files,
                fields.texts("depends_on", 0, MOST_TASKS));
    }

    /** A task of its own for the README has nothing left to write: the technical writer does it. */
    private static List<Task> withoutTheWriters(List<Task> all) {
        var writers =
                all.stream()
                        .filter(task -> task.files().isEmpty())
                        .map(Task::id)
                        .collect(Collectors.toSet());
        if (writers.size() == all.size()) {
            throw UnusableAnswer.json("task_no_files", all.getFirst().id());
        }
        return all.stream()
                .filter(task -> !writers.contains(task.id()))
                .map(task -> task.without(writers))
                .toList();
    }

    private static void checkIds(List<Task> tasks) {
        var ids = new HashSet<String>();
        for (Task task : tasks) {
            if (!ids.add(task.id())) {
                throw UnusableAnswer.json("task_twice", task.id());
            }
        }
        for (Task task : tasks) {
            for (String other : task.dependsOn()) {
                if (!ids.contains(other)) {
                    throw UnusableAnswer.json("task_unknown", task.id(), other);
                }
            }
        }
    }

    private void checkFiles(List<Task> tasks) {
        var paths =
                tasks.stream()
                        .flatMap(task -> task.files().stream())
                        .map(ProjectPath::new)
                        .toList();
        PlannedPaths.check(paths);
        var owned = paths.stream().map(ProjectPath::value).collect(Collectors.toSet());
        var forgotten =
                architecture.files().stream()
                        .map(PlannedFile::path)
                        .filter(path -> !owned.contains(path))
                        .collect(Collectors.joining(", "));
        if (!forgotten.isEmpty()) {
            throw UnusableAnswer.json("files_unplanned", forgotten);
        }
    }

    private static void checkDependencies(List<Task> tasks) {
        var dependencies = new HashMap<String, List<String>>();
        tasks.forEach(task -> dependencies.put(task.id(), task.dependsOn()));
        var safe = new HashSet<String>();
        for (Task task : tasks) {
            visit(task.id(), dependencies, new HashSet<>(), safe);
        }
    }

    private static void visit(
            String id, Map<String, List<String>> dependencies, Set<String> path, Set<String> safe) {
        if (safe.contains(id)) {
            return;
        }
        if (!path.add(id)) {
            throw UnusableAnswer.json("task_cycle", id);
        }
        for (String other : dependencies.getOrDefault(id, List.of())) {
            visit(other, dependencies, path, safe);
        }
        path.remove(id);
        safe.add(id);
    }
}
