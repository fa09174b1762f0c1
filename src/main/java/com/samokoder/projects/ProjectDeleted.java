package com.samokoder.projects;

import com.samokoder.auth.UserId;

/** A project and everything in it is gone. */
public record ProjectDeleted(UserId owner, ProjectId project) {}
