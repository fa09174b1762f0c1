package com.samokoder.runs;

import com.samokoder.agents.Step;

/** Does one step of a run and commits it. Several may be under way at once. */
final class StepWork {
    private final RunWalk.Workshop workshop;
    private final Work work;
    private final RunJournal journal;
    private final Patience patience;
    private final RunProgress progress;
    private final StepCommits commits;

    StepWork(
            RunWalk.Workshop workshop,
            Work work,
            RunJournal journal,
            Patience patience,
            RunProgress progress) {
        this.workshop = workshop;
        this.work = work;
        this.journal = journal;
        this.patience = patience;
        this.progress = progress;
        this.commits = new StepCommits(workshop, work, journal, patience, progress);
    }

    /** Until the step is committed, or the run was stopped. */
    void take(Step step) {
        while (work.stopped() == null && !tryOnce(step)) {
            journal.events(step).retried("files_changed");
        }
    }

    private boolean tryOnce(Step step) {
        var run = work.run();
        var user = work.lease().user();
        var project = patience.insist(() -> workshop.projects().get(user, run.project()));
        var files = patience.insist(() -> workshop.files().latest(user, run.project()));
        int attempt = journal.start(step);
        var models =
                new ProjectModels(
                        workshop.gateway(),
                        user,
                        project,
                        run.id(),
                        step.id(),
                        progress.meter(step));
        var result =
                workshop.crew()
                        .work(
                                progress.state(),
                                step,
                                files,
                                models,
                                journal.events(step),
                                work.cancellation());
        return commits.commit(step, attempt, result, files);
    }
}
