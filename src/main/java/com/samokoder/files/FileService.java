package com.samokoder.files;

import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.web.Cursors;
import com.samokoder.platform.web.Page;
import com.samokoder.projects.ProjectDeleted;
import com.samokoder.projects.ProjectId;

import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;

import java.util.List;

@Service
class FileService implements ProjectFiles {
    private final FileRepository files;
    private final Cursors cursors;

    FileService(FileRepository files, Cursors cursors) {
        this.files = files;
        this.cursors = cursors;
    }

    @Override
    public Snapshot latest(UserId user, ProjectId project) {
        return files.snapshot(user, project);
    }

    FileTree tree(UserId user, ProjectId project, @Nullable Integer version) {
        return files.tree(user, project, version);
    }

    /** A path that cannot exist is as absent as one that does not. */
    StoredFile get(UserId user, ProjectId project, @Nullable Integer version, String path) {
        return ProjectPath.parse(path)
                .flatMap(valid -> files.find(user, project, version, valid))
                .orElseThrow(ApiException::notFound);
    }

    byte[] content(UserId user, StoredFile file) {
        var contents = files.contents(user, List.of(file.sha256()));
        var bytes = contents.get(file.sha256());
        if (bytes == null) {
            throw ApiException.notFound();
        }
        return bytes;
    }

    Page<Version> versions(UserId user, ProjectId project, int limit, @Nullable String cursor) {
        var filter = user + " versions " + project;
        var position = cursors.decode(cursor, filter);
        var before = position == null ? null : Integer.valueOf(position.getFirst());
        var rows = files.versions(user, project, before, limit + 1);
        return cursors.page(
                rows, limit, filter, version -> List.of(Integer.toString(version.number())));
    }

    Version version(UserId user, ProjectId project, @Nullable Integer number) {
        return files.version(user, project, number).orElseThrow(ApiException::notFound);
    }

    @EventListener
    void collect(ProjectDeleted deleted) {
        files.collect(deleted.owner());
    }
}
