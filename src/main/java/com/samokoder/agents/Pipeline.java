package com.samokoder.agents;

import java.util.Collection;
import java.util.List;

/** What runs next: a pure function of the stored state, so that resuming is asking again. */
public interface Pipeline {

    /**
     * The steps that may begin now beside those under way: none of them waits for another, and no
     * two write the same file. Empty with nothing under way when the run is complete.
     *
     * @param underWay steps that began and are not in the state yet
     */
    List<Step> next(PipelineState state, Collection<Step> underWay);

    /** How far the run is: 0 to 100. */
    int progressPercent(PipelineState state);
}
