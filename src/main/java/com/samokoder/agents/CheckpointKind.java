package com.samokoder.agents;

/** What the owner of an interactive run is asked about before it goes on. */
public enum CheckpointKind {
    SPECIFICATION,
    PLAN
}
