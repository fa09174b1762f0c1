package com.samokoder.agents;

/**
 * Why a model's answer could not be used.
 *
 * @param key of the text in the {@code agents} bundle
 * @param arguments short: names of fields, paths
 */
record AnswerProblem(String key, Object... arguments) {
    private static final int LONGEST = 160;

    static AnswerProblem of(String key, Object... arguments) {
        var shown = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            shown[i] = shown(arguments[i]);
        }
        return new AnswerProblem("agents.answer." + key, shown);
    }

    private static Object shown(Object argument) {
        if (!(argument instanceof String text)) {
            return argument;
        }
        var line = text.replaceAll("[\\p{Cntrl}]+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    String in(BriefLanguage language) {
        return AgentMessages.text(language, key, arguments);
    }
}
