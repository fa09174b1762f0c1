package com.samokoder.files.git;

import com.samokoder.auth.UserId;
import com.samokoder.platform.secrets.Digests;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Brings pushed contents into the database, about a megabyte at a time. */
final class BlobStage {
    private static final int LARGEST = 1 << 20;
    private static final int PORTION_BYTES = 1 << 20;
    private static final int PORTION_FILES = 500;

    private final HistoryRepository histories;
    private final UserId owner;
    private final ObjectReader reader;
    private final Map<ObjectId, Content> staged = new HashMap<>();
    private final List<byte[]> portion = new ArrayList<>();
    private int bytes;

    BlobStage(HistoryRepository histories, UserId owner, ObjectReader reader) {
        this.histories = histories;
        this.owner = owner;
        this.reader = reader;
    }

    record Content(String sha256, int size) {}

    /** How the database knows a content; it may not have it before {@link #flush}. */
    Content add(ObjectId blob) throws IOException {
        var known = staged.get(blob);
        if (known != null) {
            return known;
        }
        var content = reader.open(blob, Constants.OBJ_BLOB).getCachedBytes(LARGEST);
        var added = new Content(HexFormat.of().formatHex(Digests.sha256(content)), content.length);
        staged.put(blob.copy(), added);
        portion.add(content);
        bytes += content.length;
        if (bytes >= PORTION_BYTES || portion.size() == PORTION_FILES) {
            flush();
        }
        return added;
    }

    void flush() {
        if (!portion.isEmpty()) {
            histories.stage(owner, portion);
            portion.clear();
            bytes = 0;
        }
    }
}
