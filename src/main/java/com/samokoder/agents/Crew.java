package com.samokoder.agents;

import com.samokoder.files.Snapshot;
import com.samokoder.llm.Cancellation;

/** Does the steps. */
public interface Crew {

    /**
     * Lets the step's agent work. Calls models, changes nothing: the caller commits what comes
     * back.
     *
     * @throws com.samokoder.platform.errors.ApiException {@code model_output_invalid} when the
     *     answer was unusable after two re-asks, {@code content_refused} when the model declined
     * @throws com.samokoder.llm.ProviderFailure when the provider did not answer
     * @throws com.samokoder.llm.CallCancelled when cancelled
     */
    StepResult work(
            PipelineState state,
            Step step,
            Snapshot files,
            ModelSource models,
            StepListener listener,
            Cancellation cancellation);
}
