package com.samokoder.agents;

import java.util.Optional;

/** What runs next: a pure function of the stored state, so that resuming is asking again. */
public interface Pipeline {

    /** The next step, or empty when the run is complete. */
    Optional<Step> next(PipelineState state);

    /** How far the run is: 0 to 100. */
    int progressPercent(PipelineState state);
}
