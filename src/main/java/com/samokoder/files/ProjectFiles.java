package com.samokoder.files;

import com.samokoder.auth.UserId;
import com.samokoder.projects.ProjectId;

/** What other modules may ask about a project's files. */
public interface ProjectFiles {

    /** The newest version; number 0 and empty where nothing was written yet. */
    Snapshot latest(UserId user, ProjectId project);
}
