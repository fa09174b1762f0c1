package com.samokoder.agents;

import com.samokoder.llm.FinishReason;

import org.springframework.stereotype.Component;

import java.util.Map;
import java.util.Objects;

/** Answers questions about a project; changes nothing. */
@Component
class Assistant implements Agent {
    private final Prompt system = Prompt.load("assistant/system");
    private final Prompt task = Prompt.load("assistant/task");
    private final ProjectReading reading;
    private final ModelLimits limits;

    Assistant(ProjectReading reading, ModelLimits limits) {
        this.reading = reading;
        this.limits = limits;
    }

    @Override
    public AgentName name() {
        return AgentName.ASSISTANT;
    }

    @Override
    public StepResult work(Assignment assignment) {
        var state = assignment.state();
        var chat = Objects.requireNonNull(state.chat());
        var opening =
                reading.opening(
                        assignment,
                        system.render(Map.of("project", Briefing.project(state))),
                        Talk.sight(assignment, chat),
                        task.render(
                                Map.of(
                                        "conversation", Talk.before(chat),
                                        "message", chat.message(),
                                        "language", assignment.language().englishName())));
        var reply =
                new Conversation(assignment, limits.planningTokens(assignment.model().id()))
                        .ask(opening.messages(), new Prose(assignment.listener()));
        return StepResult.thought(newest -> newest.withReply(reply), assignment.say("answered"));
    }

    /** Takes what the model says as it is. */
    private static final class Prose implements AnswerReader<String> {
        private final StepListener listener;
        private final StringBuilder text = new StringBuilder();

        Prose(StepListener listener) {
            this.listener = listener;
        }

        @Override
        public void accept(String delta) {
            text.append(delta);
            listener.text(delta);
        }

        @Override
        public String finish(FinishReason reason) {
            var answer = text.toString().strip();
            text.setLength(0);
            if (answer.isEmpty()) {
                throw UnusableAnswer.because(
                        AnswerProblem.of("no_text"), "Answer the question in plain words.");
            }
            return answer;
        }
    }
}
