package com.samokoder.projects;

import com.samokoder.auth.UserId;

import org.springframework.http.ResponseEntity;

/** Projects as the API shows them, for other modules' endpoints that make one. */
public interface ProjectDocuments {

    /** The answer to a request that made this project. */
    ResponseEntity<?> created(UserId user, ProjectId project);
}
