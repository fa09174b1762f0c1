package com.samokoder.agents;

/** An answer that breaks its contract; the model is told why and asked again. */
final class UnusableAnswer extends RuntimeException {
    private final transient AnswerProblem problem;
    private final String request;

    private UnusableAnswer(AnswerProblem problem, String request) {
        super(problem.key());
        this.problem = problem;
        this.request = request;
    }

    /**
     * @param request what the model should send now, in words for the model
     */
    static UnusableAnswer because(AnswerProblem problem, String request) {
        return new UnusableAnswer(problem, request);
    }

    /** For answers that are one JSON object. */
    static UnusableAnswer json(String key, Object... arguments) {
        return because(
                AnswerProblem.of(key, arguments),
                "Send the whole corrected JSON object, and nothing else.");
    }

    AnswerProblem problem() {
        return problem;
    }

    String request() {
        return request;
    }
}
