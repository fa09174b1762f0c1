package com.samokoder.agents;

import com.samokoder.files.PathGlob;
import com.samokoder.files.ProjectPath;
import com.samokoder.files.checks.CheckReport;

/** Watches a step while it is under way; nothing told here is committed yet. */
public interface StepListener {

    /** The next piece of what the agent says outside of files. */
    void text(String delta);

    void fileStarted(ProjectPath path);

    /** Lines of a file that is there are about to be replaced; the deltas are the new lines. */
    void editStarted(ProjectPath path);

    void fileDelta(ProjectPath path, String delta);

    /** The file is complete. */
    void fileFinished(ProjectPath path);

    /** The answer could not be used and is asked for again. */
    void retried(String reason);

    /** What of the project the model is about to read. */
    void context(ContextReport report);

    /** What the checks say of the files as they are with the step's changes. */
    void checked(CheckReport report);

    /** A file of the answer was not accepted. */
    void fileRejected(String path, String reason);

    /** A file of the answer is left out, since the project's owner locked it. */
    void fileLocked(ProjectPath path, PathGlob lock);
}
