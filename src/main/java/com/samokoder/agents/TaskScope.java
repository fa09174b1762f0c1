package com.samokoder.agents;

import com.samokoder.agents.PipelineState.Plan;
import com.samokoder.agents.PipelineState.Task;
import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which files a task is about.
 *
 * @param own what it writes
 * @param foundation what the tasks wrote that it depends on, directly or not, nearest first
 * @param foreign what belongs to other tasks, or to the technical writer
 */
record TaskScope(Set<ProjectPath> own, Set<ProjectPath> foundation, Set<ProjectPath> foreign) {

    static TaskScope of(Assignment assignment) {
        var state = assignment.state();
        if (state.chat() != null) {
            return new TaskScope(Set.of(), Set.of(), Set.of());
        }
        Plan plan = Objects.requireNonNull(state.plan());
        var task = assignment.task();
        var own = paths(List.of(task));
        var foundation = paths(dependencies(state, task));
        var foreign = paths(plan.tasks());
        foreign.removeAll(own);
        foreign.removeAll(foundation);
        foreign.add(TechWriter.README);
        return new TaskScope(own, foundation, foreign);
    }

    boolean allows(ProjectPath path) {
        return !foreign.contains(path);
    }

    /** What the task writes and does not exist yet. */
    Set<ProjectPath> missing(Snapshot files) {
        var missing = unlocked(files);
        missing.removeAll(files.files().keySet());
        return missing;
    }

    /** What the task may write. */
    Set<ProjectPath> unlocked(Snapshot files) {
        var unlocked = new LinkedHashSet<>(own);
        unlocked.removeIf(files.locks()::cover);
        return unlocked;
    }

    private static List<Task> dependencies(PipelineState state, Task task) {
        var found = new LinkedHashSet<String>();
        var waiting = new ArrayDeque<>(task.dependsOn());
        while (!waiting.isEmpty()) {
            var id = waiting.removeFirst();
            if (found.add(id)) {
                waiting.addAll(state.task(id).dependsOn());
            }
        }
        return found.stream().map(state::task).toList();
    }

    private static Set<ProjectPath> paths(List<Task> tasks) {
        var paths = new LinkedHashSet<ProjectPath>();
        tasks.forEach(task -> task.files().forEach(file -> paths.add(new ProjectPath(file))));
        return paths;
    }

    static String listed(Set<ProjectPath> paths) {
        return String.join(", ", paths.stream().map(ProjectPath::value).toList());
    }
}
