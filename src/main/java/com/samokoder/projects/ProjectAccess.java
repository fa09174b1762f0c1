package com.samokoder.projects;

import com.samokoder.auth.UserId;

/** What other modules may ask about projects. */
public interface ProjectAccess {

    /**
     * The project, when it is this user's.
     *
     * @throws com.samokoder.platform.errors.ApiException {@code not_found}
     */
    ProjectBrief get(UserId user, ProjectId project);
}
