package com.samokoder.runs;

import com.samokoder.auth.AccountDeleted;
import com.samokoder.projects.ProjectDeleted;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Stops work that nobody can want any more. Other processes see it at their next look. */
@Component
final class RunCleanup {
    private final RunRepository runs;
    private final RunWorker worker;

    RunCleanup(RunRepository runs, RunWorker worker) {
        this.runs = runs;
        this.worker = worker;
    }

    @EventListener
    void on(ProjectDeleted event) {
        worker.drop(event.project());
    }

    @EventListener
    void on(AccountDeleted event) {
        runs.cancelAll(event.user());
        worker.drop(event.user());
    }
}
