package com.samokoder.files;

import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.secrets.Digests;
import com.samokoder.platform.time.Ids;
import com.samokoder.projects.ProjectId;

import org.springframework.stereotype.Service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes projects of zip archives. The whole archive is unpacked and checked before the first byte
 * is kept, then unpacked again, a portion at a time, to be kept.
 */
@Service
class Imports {
    private static final int TOTAL_MIB = 64;

    /** Deflate can do a thousand; a project of texts does ten. */
    private static final int LARGEST_RATIO = 200;

    private static final int SMALL = 1 << 20;

    private final ImportRepository imports;
    private final Ids ids;

    Imports(ImportRepository imports, Ids ids) {
        this.imports = imports;
        this.ids = ids;
    }

    /** What the project is called, and its first version's message. */
    record Titles(String name, String description, String message) {}

    /**
     * @throws ApiException with a text of its own for every way in which an archive can be wrong
     */
    ProjectId create(UserId user, Path archive, Titles titles) throws IOException {
        try (var zip = ZipUpload.open(archive)) {
            return keep(user, zip, digests(zip, Files.size(archive)), titles);
        } catch (IOException unreadable) {
            throw ApiException.of(ErrorCode.INVALID_REQUEST, "files.zip_broken")
                    .withCause(unreadable);
        }
    }

    private static List<ImportRepository.NewFile> digests(ZipUpload zip, long packed)
            throws IOException {
        var digests = new ArrayList<ImportRepository.NewFile>();
        long total = 0;
        for (ZipUpload.Item item : zip.items()) {
            var content = zip.read(item);
            total += content.length;
            requireSensible(total, packed);
            var digest = HexFormat.of().formatHex(Digests.sha256(content));
            digests.add(new ImportRepository.NewFile(item.path(), digest));
        }
        return digests;
    }

    private static void requireSensible(long total, long packed) {
        if (total > (long) TOTAL_MIB << 20) {
            throw ApiException.of(ErrorCode.TOO_LARGE, "files.zip_total_size", TOTAL_MIB);
        }
        if (total > SMALL && total / LARGEST_RATIO > packed) {
            throw ApiException.of(ErrorCode.INVALID_REQUEST, "files.zip_suspicious");
        }
    }

    private ProjectId keep(
            UserId user, ZipUpload zip, List<ImportRepository.NewFile> kept, Titles titles)
            throws IOException {
        var project = new ProjectId(ids.next());
        for (List<ZipUpload.Item> portion : Portions.of(zip.items(), ZipUpload.Item::size)) {
            var contents = new ArrayList<byte[]>();
            for (ZipUpload.Item item : portion) {
                contents.add(zip.read(item));
            }
            imports.stage(user, contents);
        }
        imports.create(user, project, titles.name(), titles.description(), kept, titles.message());
        return project;
    }
}
