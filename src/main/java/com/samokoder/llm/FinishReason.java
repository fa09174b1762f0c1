package com.samokoder.llm;

/** Why a model stopped. */
public enum FinishReason {
    STOP,
    LENGTH,
    TOOL_CALLS,
    REFUSED,
    OTHER
}
