package com.samokoder.agents;

import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;

/** What each file is about, in a line: as its author said, or as it can be read off the file. */
final class FileSummaries {
    private FileSummaries() {}

    static String of(Snapshot files, ProjectPath path) {
        var said = files.summaries().get(path);
        if (said != null) {
            return said;
        }
        var text = files.files().get(path);
        return text == null ? "" : FileOutline.of(path, text);
    }
}
