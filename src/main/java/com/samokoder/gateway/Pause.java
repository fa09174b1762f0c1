package com.samokoder.gateway;

import com.samokoder.llm.CallCancelled;
import com.samokoder.llm.Cancellation;

import java.time.Duration;

/** Waits between two attempts; the seam to time. */
interface Pause {

    /**
     * @throws CallCancelled as soon as nobody wants the answer any more
     */
    void await(Duration wait, Cancellation cancellation);
}
