package com.samokoder.files.git;

import com.samokoder.auth.UserId;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies contents out of the database, about two megabytes at a time. */
final class BlobWriter {
    private static final int PORTION_BYTES = 1 << 20;
    private static final int PORTION_FILES = 200;

    private final HistoryRepository histories;
    private final UserId owner;
    private final ObjectInserter inserter;
    private final Map<String, ObjectId> written = new HashMap<>();
    private final List<String> portion = new ArrayList<>();
    private long bytes;

    BlobWriter(HistoryRepository histories, UserId owner, ObjectInserter inserter) {
        this.histories = histories;
        this.owner = owner;
        this.inserter = inserter;
    }

    /** Git's names of the contents by the digests that the database knows them by. */
    Map<String, ObjectId> write(List<History.Step> steps) throws IOException {
        for (var content : contents(steps).entrySet()) {
            portion.add(content.getKey());
            bytes += content.getValue();
            if (bytes >= PORTION_BYTES || portion.size() == PORTION_FILES) {
                writePortion();
            }
        }
        writePortion();
        return written;
    }

    private static Map<String, Integer> contents(List<History.Step> steps) {
        var sizes = new LinkedHashMap<String, Integer>();
        for (var step : steps) {
            for (var change : step.changes()) {
                var digest = change.sha256();
                if (digest != null) {
                    sizes.put(digest, change.size());
                }
            }
        }
        return sizes;
    }

    private void writePortion() throws IOException {
        var contents = histories.contents(owner, portion);
        for (var digest : portion) {
            var content = contents.get(digest);
            if (content == null) {
                throw new IOException("deleted while it was read");
            }
            written.put(digest, inserter.insert(Constants.OBJ_BLOB, content));
        }
        portion.clear();
        bytes = 0;
    }
}
