package com.samokoder.files;

import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.FieldProblem;
import com.samokoder.platform.web.ETags;
import com.samokoder.projects.ProjectId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

@Service
class LockService {
    private final FileRepository files;

    LockService(FileRepository files) {
        this.files = files;
    }

    FileRepository.Locks get(UserId user, ProjectId project) {
        return files.locks(user, project);
    }

    /** Refuses a stale condition here, and lets the database refuse one that becomes stale now. */
    FileRepository.Locks set(
            UserId user, ProjectId project, LockList request, @Nullable String ifMatch) {
        var known = files.locks(user, project);
        ETags.requireMatch(ifMatch, ETags.of(known.revision()));
        boolean conditional = ifMatch != null && !ifMatch.strip().equals("*");
        return files.lock(
                user, project, parse(request.paths()), conditional ? known.revision() : null);
    }

    private static LockedPaths parse(List<String> paths) {
        var globs = new LinkedHashSet<PathGlob>();
        var problems = new ArrayList<FieldProblem>();
        for (int place = 0; place < paths.size(); place++) {
            var glob = PathGlob.parse(paths.get(place));
            if (glob.isPresent()) {
                globs.add(glob.get());
            } else {
                problems.add(new FieldProblem("/paths/" + place, "invalid_format", "files.lock"));
            }
        }
        if (!problems.isEmpty()) {
            throw ApiException.invalid(problems.toArray(FieldProblem[]::new));
        }
        return new LockedPaths(List.copyOf(globs));
    }
}
