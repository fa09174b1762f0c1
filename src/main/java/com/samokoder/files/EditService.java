package com.samokoder.files;

import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.FieldProblem;
import com.samokoder.platform.web.ETags;
import com.samokoder.platform.web.Texts;
import com.samokoder.projects.ProjectId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.util.Locale;

/** What a project's owner does to its files. Locks are for agents: they do not count here. */
@Service
class EditService {
    private final EditRepository edits;
    private final FileRepository files;
    private final Texts texts;

    EditService(EditRepository edits, FileRepository files, Texts texts) {
        this.edits = edits;
        this.files = files;
        this.texts = texts;
    }

    EditRepository.Edited put(
            UserId user,
            ProjectId project,
            String path,
            byte[] content,
            Preconditions conditions,
            Locale language) {
        var valid =
                ProjectPath.parse(path)
                        .orElseThrow(() ->
                                ApiException.invalid(
                                        new FieldProblem("path", "invalid_format", "files.path")));
        var message = texts.text("files.edited", language, valid.value());
        return edits.put(user, project, valid, content, message, conditions);
    }

    /** A path that cannot exist is as absent as one that does not. */
    FileEdit delete(
            UserId user,
            ProjectId project,
            String path,
            Preconditions conditions,
            Locale language) {
        var valid = ProjectPath.parse(path).orElseThrow(ApiException::notFound);
        var message = texts.text("files.deleted", language, valid.value());
        return edits.delete(user, project, valid, message, conditions).edit();
    }

    /** Refuses a stale condition here, and lets the database refuse one that becomes stale now. */
    EditRepository.Restored restore(
            UserId user, ProjectId project, int number, @Nullable String ifMatch, Locale language) {
        Integer expected = null;
        if (ifMatch != null) {
            int head = files.version(user, project, null).map(Version::number).orElse(0);
            ETags.requireMatch(ifMatch, ETags.of(head));
            expected = ifMatch.strip().equals("*") ? null : Integer.valueOf(head);
        }
        var message = texts.text("files.restored", language, Integer.toString(number));
        return edits.restore(user, project, number, message, expected);
    }
}
