package com.samokoder.files;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.util.io.BinaryHunkOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.DeflaterOutputStream;

/**
 * A unified diff as git writes it, for {@code git apply} and {@code patch}. Binary files are
 * carried whole, in git's own form, which {@code patch} passes over.
 */
final class UnifiedDiff {
    private static final String MODE = "100644";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    int size() {
        return out.size();
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    void add(Comparison.ChangedFile file, byte[] before, byte[] after) {
        var path = file.path();
        write("diff --git a/" + path + " b/" + path + "\n");
        if (file.before() == null) {
            write("new file mode " + MODE + "\n");
        }
        if (file.after() == null) {
            write("deleted file mode " + MODE + "\n");
        }
        boolean kept = file.before() != null && file.after() != null;
        write(
                "index "
                        + id(file.before() == null, before)
                        + ".."
                        + id(file.after() == null, after));
        write(kept ? " " + MODE + "\n" : "\n");
        if (file.isText()) {
            addText(file, TextDiff.between(before, after));
        } else {
            write("GIT binary patch\n");
            addBinary(after);
            addBinary(before);
        }
    }

    /** In full: git refuses a binary patch whose content it cannot be sure of. */
    private static String id(boolean absent, byte[] content) {
        if (absent) {
            return ObjectId.zeroId().name();
        }
        try (var formatter = new ObjectInserter.Formatter()) {
            return formatter.idFor(Constants.OBJ_BLOB, content).name();
        }
    }

    private void addText(Comparison.ChangedFile file, List<Hunk> hunks) {
        if (hunks.isEmpty()) {
            return;
        }
        // The tab tells programs where a name with spaces ends.
        var name = file.path() + (file.path().contains(" ") ? "\t" : "");
        write("--- " + (file.before() == null ? "/dev/null" : "a/" + name) + "\n");
        write("+++ " + (file.after() == null ? "/dev/null" : "b/" + name) + "\n");
        for (Hunk hunk : hunks) {
            write("@@ -" + range(hunk.oldStart(), hunk.oldLines()));
            write(" +" + range(hunk.newStart(), hunk.newLines()) + " @@\n");
            hunk.lines().forEach(line -> write(line + "\n"));
        }
    }

    private static String range(int start, int lines) {
        return lines == 1 ? Integer.toString(start) : start + "," + lines;
    }

    private void addBinary(byte[] content) {
        write("literal " + content.length + "\n");
        try (OutputStream lines = new BinaryHunkOutputStream(out);
                var packed = new DeflaterOutputStream(lines)) {
            packed.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        write("\n");
    }

    private void write(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
