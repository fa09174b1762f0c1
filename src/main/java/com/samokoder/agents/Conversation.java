package com.samokoder.agents;

import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatMessage;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.FinishReason;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One agent's linear talk with its model: a question, and a few corrections. */
final class Conversation {
    private static final Prompt CORRECTION = Prompt.load("shared/correction");

    private final Assignment assignment;
    private final int maxOutputTokens;
    private final Map<String, String> purpose = new HashMap<>();
    private final List<ChatMessage> history = new ArrayList<>();
    private int corrections = 2;

    Conversation(Assignment assignment, int maxOutputTokens) {
        this.assignment = assignment;
        this.maxOutputTokens = maxOutputTokens;
        var brief = assignment.brief();
        about("agent", assignment.agent().word());
        about("step", assignment.step().id());
        about("task", assignment.step().taskId());
        about("language", brief.language());
        about("name", brief.name());
        about("description", brief.description());
        about("tech_stack", brief.techStack());
        about("instructions", brief.instructions());
        var chat = assignment.state().chat();
        about("chat", chat == null ? null : chat.mode());
        about("message", chat == null ? null : chat.message());
    }

    /** Adds to what the request says of its purpose. */
    Conversation about(String key, @Nullable String value) {
        if (value != null) {
            purpose.put(key, value);
        }
        return this;
    }

    Conversation correctedAtMost(int times) {
        corrections = times;
        return this;
    }

    <T> T ask(String system, String task, AnswerReader<T> reader) {
        return ask(List.of(ChatMessage.system(system), ChatMessage.user(task)), reader);
    }

    <T> T ask(List<ChatMessage> opening, AnswerReader<T> reader) {
        history.addAll(opening);
        for (int attempt = 0; attempt < corrections; attempt++) {
            var answer = new Answer<>(reader);
            try {
                return listen(answer, attempt);
            } catch (UnusableAnswer unusable) {
                correct(answer.text(), unusable);
            }
        }
        return lastChance(reader);
    }

    private <T> T lastChance(AnswerReader<T> reader) {
        try {
            return listen(new Answer<>(reader), corrections);
        } catch (UnusableAnswer unusable) {
            throw ApiException.of(
                            ErrorCode.MODEL_OUTPUT_INVALID,
                            "agents.output_invalid",
                            assignment.agent().word())
                    .withCause(unusable);
        }
    }

    private <T> T listen(Answer<T> answer, int attempt) {
        var request =
                new ChatRequest(List.copyOf(history), maxOutputTokens, null, purposeOf(attempt));
        assignment.model().stream(request, assignment.cancellation(), answer::accept);
        return answer.read();
    }

    private Map<String, String> purposeOf(int attempt) {
        var all = new HashMap<>(purpose);
        all.put("correction", Integer.toString(attempt));
        return Map.copyOf(all);
    }

    private void correct(String answer, UnusableAnswer unusable) {
        assignment.listener().retried(unusable.problem().in(assignment.language()));
        // Some providers refuse empty messages.
        history.add(ChatMessage.assistant(answer.isBlank() ? "(no answer)" : answer));
        history.add(
                ChatMessage.user(
                        CORRECTION.render(
                                Map.of(
                                        "reason", unusable.problem().in(BriefLanguage.EN),
                                        "request", unusable.request()))));
    }

    /** Collects what one call says. */
    private static final class Answer<T> {
        private final AnswerReader<T> reader;
        private final StringBuilder text = new StringBuilder();
        private @Nullable FinishReason finish;

        Answer(AnswerReader<T> reader) {
            this.reader = reader;
        }

        void accept(ChatEvent event) {
            switch (event) {
                case ChatEvent.TextDelta(String delta) -> {
                    text.append(delta);
                    reader.accept(delta);
                }
                case ChatEvent.ReasoningDelta _, ChatEvent.Piece _ -> {}
                case ChatEvent.Finished finished -> finish = finished.reason();
            }
        }

        T read() {
            if (finish == null) {
                throw new IllegalStateException("the model's answer has no end");
            }
            if (finish == FinishReason.REFUSED) {
                throw ApiException.of(ErrorCode.CONTENT_REFUSED, "agents.refused");
            }
            return reader.finish(finish);
        }

        String text() {
            return text.toString();
        }
    }
}
