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
        write(text(file.path(), file.before() != null, file.after() != null, hunks));
    }

    /** The part that tells the lines; nothing where there are none. */
    static String text(String path, boolean existed, boolean exists, List<Hunk> hunks) {
        if (hunks.isEmpty()) {
            return "";
        }
        // The tab tells programs where a name with spaces ends.
        var name = path + (path.contains(" ") ? "\t" : "");
        var text = new StringBuilder();
        text.append("--- ").append(existed ? "a/" + name : "/dev/null").append('\n');
        text.append("+++ ").append(exists ? "b/" + name : "/dev/null").append('\n');
        for (Hunk hunk : hunks) {
            text.append("@@ -").append(range(hunk.oldStart(), hunk.oldLines()));
            text.append(" +").append(range(hunk.newStart(), hunk.newLines())).append(" @@\n");
            hunk.lines().forEach(line -> text.append(line).append('\n'));
        }
        return text.toString();
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
