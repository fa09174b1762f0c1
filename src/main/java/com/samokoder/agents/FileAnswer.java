package com.samokoder.agents;

import com.samokoder.files.FileChange;
import com.samokoder.files.ProjectPath;

import java.util.List;
import java.util.Map;

/**
 * An answer of an agent that writes files.
 *
 * @param changes whole texts, with every edit applied
 * @param summaries what written files hold, where the answer says so
 * @param said what stands beside the blocks
 */
record FileAnswer(List<FileChange> changes, Map<ProjectPath, String> summaries, String said) {}
