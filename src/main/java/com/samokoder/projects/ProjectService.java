package com.samokoder.projects;

import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.time.Ids;
import com.samokoder.platform.web.Cursors;
import com.samokoder.platform.web.ETags;
import com.samokoder.platform.web.Page;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

import java.util.List;

@Service
class ProjectService implements ProjectAccess {
    private final ProjectRepository projects;
    private final Cursors cursors;
    private final Ids ids;
    private final ApplicationEventPublisher events;

    ProjectService(
            ProjectRepository projects,
            Cursors cursors,
            Ids ids,
            ApplicationEventPublisher events) {
        this.projects = projects;
        this.cursors = cursors;
        this.ids = ids;
        this.events = events;
    }

    @Override
    public ProjectBrief get(UserId user, ProjectId project) {
        return show(user, project).brief();
    }

    Project show(UserId user, ProjectId id) {
        return projects.find(user, id).orElseThrow(ApiException::notFound);
    }

    Project create(UserId user, ProjectDraft project) {
        return projects.create(user, new ProjectId(ids.next()), project);
    }

    Page<Project> list(UserId user, ProjectQuery query, @Nullable String cursor) {
        var filter = user + query.filter();
        var rows = projects.list(user, query, cursors.decode(cursor, filter));
        var page =
                cursors.page(
                        rows,
                        query.limit(),
                        filter,
                        row -> List.of(row.position(), row.project().id().toString()));
        return new Page<>(
                page.data().stream().map(ProjectRepository.Row::project).toList(),
                page.pagination());
    }

    Project update(UserId user, ProjectId id, ProjectChange change, @Nullable String ifMatch) {
        return projects.update(user, id, change, expectedRevision(user, id, ifMatch));
    }

    /** A run that is at work on the project hears of it and stops. */
    void delete(UserId user, ProjectId id, @Nullable String ifMatch) {
        projects.delete(user, id, expectedRevision(user, id, ifMatch));
        events.publishEvent(new ProjectDeleted(user, id));
    }

    /** Refuses a stale condition here, and lets the database refuse one that becomes stale now. */
    private @Nullable Integer expectedRevision(
            UserId user, ProjectId id, @Nullable String ifMatch) {
        if (ifMatch == null) {
            return null;
        }
        int revision = show(user, id).revision();
        ETags.requireMatch(ifMatch, ETags.of(revision));
        return ifMatch.strip().equals("*") ? null : Integer.valueOf(revision);
    }
}
