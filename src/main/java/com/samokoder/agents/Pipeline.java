package com.samokoder.agents;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What runs next: a pure function of the stored state, so that resuming is asking again. */
public interface Pipeline {

    /**
     * The steps that may begin now beside those under way: none of them waits for another, and no
     * two write the same file. Empty with nothing under way when the run is complete.
     *
     * @param underWay steps that began and are not in the state yet
     */
    List<Step> next(PipelineState state, Collection<Step> underWay);

    /** What the owner has to decide before anything more may begin. */
    Optional<CheckpointKind> checkpoint(PipelineState state);

    /**
     * The state after the owner's decision at the checkpoint that the state is at.
     *
     * @throws com.samokoder.platform.errors.ApiException {@code invalid_request} when the decision
     *     does not fit the checkpoint, or its plan breaks the rules
     */
    PipelineState decide(PipelineState state, Decision decision);

    /** How far the run is: 0 to 100. */
    int progressPercent(PipelineState state);
}
