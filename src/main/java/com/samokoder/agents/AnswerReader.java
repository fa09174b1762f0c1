package com.samokoder.agents;

import com.samokoder.llm.FinishReason;

/** Reads one agent's answers as they arrive, the corrected ones after the first included. */
interface AnswerReader<T> {
    void accept(String delta);

    /**
     * The answer is over; the reader is ready for another one.
     *
     * @throws UnusableAnswer when it breaks the contract
     */
    T finish(FinishReason reason);
}
