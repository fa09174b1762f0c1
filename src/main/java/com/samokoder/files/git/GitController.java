package com.samokoder.files.git;

import com.samokoder.auth.CurrentUser;
import com.samokoder.auth.Scope;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.web.Texts;
import com.samokoder.projects.ProjectId;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.util.UUID;

/** Git's smart protocol over HTTP. */
@RestController
@RequestMapping("/git/{project}.git")
class GitController {
    private static final String UPLOAD = "git-upload-pack";
    private static final String RECEIVE = "git-receive-pack";
    private static final String PROTOCOL = "Git-Protocol";

    /** A request to fetch names commits, forty characters each. */
    private static final long LONGEST_WISH = 4L << 20;

    private static final long LONGEST_PUSH = 64L << 20;

    private final GitService git;

    GitController(GitService git) {
        this.git = git;
    }

    @GetMapping("/info/refs")
    void advertise(
            CurrentUser user,
            @PathVariable UUID project,
            @RequestParam String service,
            @RequestHeader(name = PROTOCOL, required = false) @Nullable String protocol,
            HttpServletResponse response)
            throws IOException {
        var id = new ProjectId(project);
        switch (service) {
            case UPLOAD -> {
                prepare(response, UPLOAD + "-advertisement");
                git.advertiseUpload(user.id(), id, protocol, response.getOutputStream());
            }
            case RECEIVE -> {
                requireWrite(user);
                prepare(response, RECEIVE + "-advertisement");
                git.advertiseReceive(user.id(), id, response.getOutputStream());
            }
            default -> throw ApiException.of(ErrorCode.INVALID_REQUEST, "git.service");
        }
    }

    @PostMapping(path = "/" + UPLOAD, consumes = "application/x-git-upload-pack-request")
    void upload(
            CurrentUser user,
            @PathVariable UUID project,
            @RequestHeader(name = PROTOCOL, required = false) @Nullable String protocol,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        prepare(response, UPLOAD + "-result");
        try (var body = GitBody.of(request, LONGEST_WISH)) {
            var out = response.getOutputStream();
            git.upload(user.id(), new ProjectId(project), protocol, body, out);
        }
    }

    @PostMapping(path = "/" + RECEIVE, consumes = "application/x-git-receive-pack-request")
    void receive(
            CurrentUser user,
            @PathVariable UUID project,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        prepare(response, RECEIVE + "-result");
        try (var body = GitBody.of(request, LONGEST_PUSH)) {
            var pusher = new GitService.Pusher(user.id(), Texts.language(request));
            git.receive(pusher, new ProjectId(project), body, response.getOutputStream());
        }
    }

    /** What a push begins with is a GET, whose rule asks for less. */
    private static void requireWrite(CurrentUser user) {
        if (!user.scopes().contains(Scope.PROJECTS_WRITE) && !user.scopes().contains(Scope.GIT)) {
            throw ApiException.of(ErrorCode.FORBIDDEN);
        }
    }

    private static void prepare(HttpServletResponse response, String type) {
        response.setContentType("application/x-" + type);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-store, max-age=0");
    }
}
