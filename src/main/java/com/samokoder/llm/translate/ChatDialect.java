package com.samokoder.llm.translate;

/**
 * How the provider of a model departs from the common form of chat completions.
 *
 * @param model as the provider spells it
 * @param outputLimitField the field for the most tokens to write
 * @param asksForUsage whether usage in streams has to be asked for
 * @param takesTemperature whether the model does
 * @param takesEffort whether the model can be told how much to think
 */
public record ChatDialect(
        String model,
        String outputLimitField,
        boolean asksForUsage,
        boolean takesTemperature,
        boolean takesEffort) {}
