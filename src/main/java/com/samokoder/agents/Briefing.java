package com.samokoder.agents;

import com.samokoder.agents.PipelineState.Architecture;
import com.samokoder.agents.PipelineState.Brief;
import com.samokoder.agents.PipelineState.Plan;
import com.samokoder.agents.PipelineState.Specification;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was decided so far, as text for a model. */
final class Briefing {
    private Briefing() {}

    static String of(Brief brief) {
        var text = new StringBuilder("The user's wish\n\n");
        section(text, "name", brief.name());
        section(text, "description", brief.description());
        section(text, "technology", brief.techStack());
        section(text, "instructions", brief.instructions());
        return text.toString().strip();
    }

    private static void section(StringBuilder text, String tag, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            text.append("<%s>\n%s\n</%s>\n".formatted(tag, value.strip(), tag));
        }
    }

    /** Everything that was decided on the project. */
    static String project(PipelineState state) {
        return Stream.of(
                        of(state.specification()),
                        state.chat() == null ? of(state.architecture()) : built(state),
                        state.chat() == null ? of(state.plan()) : about(state.brief()))
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining("\n\n"));
    }

    /** The list of the files tells better what was made of the plan. */
    private static String built(PipelineState state) {
        var drawn = state.architecture();
        return drawn == null ? "" : outline(drawn);
    }

    /** A project in its owner's words, which may be no more than a name. */
    private static String about(Brief brief) {
        return "The project, in its owner's words: %s. %s"
                .formatted(brief.name(), brief.description());
    }

    static String of(@Nullable Specification specification) {
        if (specification == null) {
            return "";
        }
        return """
        Specification: %s

        %s

        Features
        %s

        Assumptions and the user's answers; where an answer differs from a feature, it counts
        %s\
        """
                .formatted(
                        specification.title(),
                        specification.summary(),
                        list(specification.features()),
                        list(specification.assumptions()))
                .concat(asked(specification.questions()));
    }

    private static String asked(List<String> questions) {
        return questions.isEmpty() ? "" : "\n\nQuestions to the user\n" + list(questions);
    }

    static String of(@Nullable Architecture architecture) {
        if (architecture == null) {
            return "";
        }
        var files =
                architecture.files().stream()
                        .map(file -> file.path() + ": " + file.purpose())
                        .toList();
        return outline(architecture) + "\n\nPlanned files\n" + list(files);
    }

    private static String outline(Architecture architecture) {
        return """
        Architecture: %s

        %s

        Dependencies
        %s\
        """
                .formatted(
                        architecture.stack(),
                        architecture.overview(),
                        list(architecture.dependencies()));
    }

    static String of(@Nullable Plan plan) {
        if (plan == null) {
            return "";
        }
        return plan.tasks().stream()
                .map(task ->
                        "- %s, %s: %s"
                                .formatted(
                                        task.id(), task.title(), String.join(", ", task.files())))
                .collect(Collectors.joining("\n", "Plan\n", ""));
    }

    static String list(List<String> items) {
        return items.isEmpty()
                ? "- none"
                : items.stream().map(item -> "- " + item).collect(Collectors.joining("\n"));
    }
}
