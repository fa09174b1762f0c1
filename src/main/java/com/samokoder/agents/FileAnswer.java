package com.samokoder.agents;

import com.samokoder.files.FileChange;

import java.util.List;

/**
 * An answer of an agent that writes files.
 *
 * @param changes whole texts, with every edit applied, and what the answer says that they hold
 * @param said what stands beside the blocks
 */
record FileAnswer(List<FileChange> changes, String said) {}
