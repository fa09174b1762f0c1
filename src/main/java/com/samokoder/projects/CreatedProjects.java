package com.samokoder.projects;

import com.samokoder.auth.UserId;
import com.samokoder.platform.web.ETags;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

import java.net.URI;

@Component
class CreatedProjects implements ProjectDocuments {
    private final ProjectService projects;

    CreatedProjects(ProjectService projects) {
        this.projects = projects;
    }

    @Override
    public ResponseEntity<?> created(UserId user, ProjectId project) {
        return answer(projects.show(user, project));
    }

    static ResponseEntity<Project> answer(Project project) {
        return ResponseEntity.created(URI.create("/api/projects/" + project.id()))
                .eTag(ETags.of(project.revision()))
                .body(project);
    }
}
