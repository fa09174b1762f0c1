package com.samokoder.agents;

import com.samokoder.files.PathGlob;
import com.samokoder.files.ProjectPath;
import com.samokoder.files.checks.CheckReport;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class RecordingListener implements StepListener {
    final StringBuilder text = new StringBuilder();
    final List<String> events = new ArrayList<>();
    final Map<String, StringBuilder> files = new LinkedHashMap<>();
    final List<String> retries = new ArrayList<>();
    final List<ContextReport> contexts = new ArrayList<>();
    final List<CheckReport> checks = new ArrayList<>();

    @Override
    public void text(String delta) {
        text.append(delta);
    }

    @Override
    public void fileStarted(ProjectPath path) {
        events.add("started " + path);
        files.put(path.value(), new StringBuilder());
    }

    @Override
    public void editStarted(ProjectPath path) {
        events.add("editing " + path);
        files.put(path.value(), new StringBuilder());
    }

    @Override
    public void fileDelta(ProjectPath path, String delta) {
        files.get(path.value()).append(delta);
    }

    @Override
    public void fileFinished(ProjectPath path) {
        events.add("finished " + path);
    }

    @Override
    public void retried(String reason) {
        retries.add(reason);
    }

    @Override
    public void context(ContextReport report) {
        contexts.add(report);
    }

    @Override
    public void checked(CheckReport report) {
        checks.add(report);
    }

    @Override
    public void fileRejected(String path, String reason) {
        events.add("rejected " + path);
    }

    @Override
    public void fileLocked(ProjectPath path, PathGlob lock) {
        events.add("locked " + path + " by " + lock.value());
    }
}
