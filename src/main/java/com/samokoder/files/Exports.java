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
import java.util.List;

/**
 * Whole versions as archives. The bytes follow from the version alone: entries in the order of
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
    record Archive(
            UserId owner,
            Version version,
            ArchiveFormat format,
            List<FileTree.Entry> files,
            String disposition) {
        String etag() {
            return ETags.of(format.extension() + "-" + version.number());
        }
    }

    Archive prepare(
            UserId user, ProjectId project, @Nullable Integer number, ArchiveFormat format) {
        var name = projects.get(user, project).name();
        var version =
                files.version(user, project, number)
                        .orElseThrow(() ->
                                ApiException.of(ErrorCode.NOT_FOUND, "files.nothing_to_export"));
        var tree = files.tree(user, project, version.number());
        var suffix = "-v" + version.number() + "." + format.extension();
        return new Archive(
                user, version, format, tree.files(), AttachmentName.header(name, suffix));
    }

    /** Not closed where it fails: an archive without its end is seen to be broken. */
    void write(Archive archive, OutputStream out) throws IOException {
        @SuppressWarnings("resource")
        var writer = archive.format().writer(out, archive.version().createdAt());
        for (List<FileTree.Entry> portion : Portions.of(archive.files(), FileTree.Entry::size)) {
            write(archive.owner(), portion, writer);
        }
        writer.finish();
    }

    private void write(UserId owner, List<FileTree.Entry> portion, ArchiveWriter writer)
            throws IOException {
        var digests = portion.stream().map(FileTree.Entry::sha256).distinct().toList();
        var contents = files.contents(owner, digests);
        for (FileTree.Entry file : portion) {
            var content = contents.get(file.sha256());
            if (content == null) {
                throw new IOException("deleted while it was exported");
            }
            writer.add(file.path(), content);
        }
    }
}
