package com.samokoder.agents;

/** One member of the crew. Keeps nothing between steps. */
interface Agent {
    AgentName name();

    StepResult work(Assignment assignment);
}
