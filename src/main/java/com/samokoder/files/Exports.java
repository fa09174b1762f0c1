package com.samokoder.files;

import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.web.ETags;
import com.samokoder.projects.ProjectAccess;
import com.samokoder.projects.ProjectId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Whole versions as zip archives. The bytes follow from the version alone: entries in the order of
 * their paths, all of the version's own time. Contents are read in portions, so an export holds
 * about two megabytes at a time.
 */
@Service
class Exports {
    private final ProjectAccess projects;
    private final FileRepository files;

    Exports(ProjectAccess projects, FileRepository files) {
        this.projects = projects;
        this.files = files;
    }

    /** A version that is ready to be written. */
    record Archive(UserId owner, Version version, List<FileTree.Entry> files, String disposition) {
        String etag() {
            return ETags.of("zip-" + version.number());
        }
    }

    Archive prepare(UserId user, ProjectId project, @Nullable Integer number) {
        var name = projects.get(user, project).name();
        var version =
                files.version(user, project, number)
                        .orElseThrow(() ->
                                ApiException.of(ErrorCode.NOT_FOUND, "files.nothing_to_export"));
        var tree = files.tree(user, project, version.number());
        var suffix = "-v" + version.number() + ".zip";
        return new Archive(user, version, tree.files(), AttachmentName.header(name, suffix));
    }

    /** Not closed where it fails: an archive without its end is seen to be broken. */
    void write(Archive archive, OutputStream out) throws IOException {
        var time = timeOf(archive.version().createdAt());
        @SuppressWarnings("resource")
        var zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        for (List<FileTree.Entry> portion : Portions.of(archive.files(), FileTree.Entry::size)) {
            write(archive.owner(), portion, time, zip);
        }
        zip.finish();
        zip.flush();
    }

    private void write(
            UserId owner, List<FileTree.Entry> portion, LocalDateTime time, ZipOutputStream zip)
            throws IOException {
        var digests = portion.stream().map(FileTree.Entry::sha256).distinct().toList();
        var contents = files.contents(owner, digests);
        for (FileTree.Entry file : portion) {
            var content = contents.get(file.sha256());
            if (content == null) {
                throw new IOException("deleted while it was exported");
            }
            var entry = new ZipEntry(file.path());
            entry.setTimeLocal(time);
            zip.putNextEntry(entry);
            zip.write(content);
            zip.closeEntry();
        }
    }

    /** Zip keeps local times in steps of two seconds; ours are UTC. */
    private static LocalDateTime timeOf(Instant instant) {
        return LocalDateTime.ofEpochSecond(instant.getEpochSecond() / 2 * 2, 0, ZoneOffset.UTC);
    }
}
