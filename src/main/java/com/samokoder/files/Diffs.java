package com.samokoder.files;

import com.samokoder.auth.UserId;
import com.samokoder.files.Comparison.ChangedFile;
import com.samokoder.files.Comparison.Content;
import com.samokoder.files.VersionDiff.FileDiff;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.projects.ProjectId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What differs between two versions; contents are read in portions. Renames are not looked for. */
@Service
class Diffs {
    private static final int LARGEST_MIB = 8;
    private static final int LARGEST = LARGEST_MIB << 20;

    private final FileRepository files;

    Diffs(FileRepository files) {
        this.files = files;
    }

    /**
     * The whole difference.
     *
     * @throws ApiException {@code too_large}: half of it could not be applied
     */
    byte[] unified(UserId user, ProjectId project, int version, @Nullable Integer against) {
        var comparison = files.compare(user, project, version, against);
        var diff = new UnifiedDiff();
        for (List<ChangedFile> portion : Portions.of(comparison.files(), Diffs::bytes)) {
            var contents = contents(user, portion);
            for (ChangedFile file : portion) {
                diff.add(file, content(file.before(), contents), content(file.after(), contents));
                if (diff.size() > LARGEST) {
                    throw ApiException.of(ErrorCode.TOO_LARGE, "files.diff_too_large", LARGEST_MIB);
                }
            }
        }
        return diff.bytes();
    }

    /** The difference as far as it fits; what comes after that is named without its lines. */
    VersionDiff hunks(UserId user, ProjectId project, int version, @Nullable Integer against) {
        var comparison = files.compare(user, project, version, against);
        var diffs = new ArrayList<FileDiff>();
        long left = LARGEST;
        for (List<ChangedFile> portion : Portions.of(comparison.files(), Diffs::bytes)) {
            var contents = left > 0 ? contents(user, portion) : Map.<String, byte[]>of();
            for (ChangedFile file : portion) {
                var hunks = left > 0 && file.isText() ? hunks(file, contents) : List.<Hunk>of();
                left -= length(hunks);
                boolean whole = left > 0 && file.isText();
                diffs.add(whole ? FileDiff.of(file, hunks) : FileDiff.withoutLines(file));
            }
        }
        return new VersionDiff(comparison.version(), comparison.against(), List.copyOf(diffs));
    }

    private static List<Hunk> hunks(ChangedFile file, Map<String, byte[]> contents) {
        return TextDiff.between(content(file.before(), contents), content(file.after(), contents));
    }

    private static long length(List<Hunk> hunks) {
        return hunks.stream()
                .flatMap(hunk -> hunk.lines().stream())
                .mapToLong(line -> line.length() + 4L)
                .sum();
    }

    private static int bytes(ChangedFile file) {
        return sides(file).mapToInt(Content::size).sum();
    }

    private static Stream<Content> sides(ChangedFile file) {
        return Stream.of(file.before(), file.after()).filter(Objects::nonNull);
    }

    private Map<String, byte[]> contents(UserId user, List<ChangedFile> portion) {
        return files.contents(
                user,
                portion.stream().flatMap(Diffs::sides).map(Content::sha256).distinct().toList());
    }

    private static byte[] content(@Nullable Content side, Map<String, byte[]> contents) {
        if (side == null) {
            return new byte[0];
        }
        var content = contents.get(side.sha256());
        if (content == null) {
            throw ApiException.notFound();
        }
        return content;
    }
}
