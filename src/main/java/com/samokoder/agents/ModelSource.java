package com.samokoder.agents;

import com.samokoder.llm.ChatModel;

/** Gives each agent the model that the user chose for it. */
public interface ModelSource {
    ChatModel modelFor(AgentName agent);
}
