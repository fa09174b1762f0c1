package com.samokoder.files;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The names in a zip archive on their way to paths in a project. */
final class ZipNames {
    private static final int SHOWN = 100;

    /** What systems put beside people's files. */
    private static final Set<String> LITTER = Set.of("__macosx", ".ds_store", "thumbs.db");

    private static final String GIT = ".git";

    private final List<String> names = new ArrayList<>();

    /** Takes a file's name, or says that this file is none of the project's. */
    boolean add(ZipArchiveEntry entry) {
        var name = decode(entry).replace('\\', '/');
        var segments = List.of(name.split("/", -1));
        if (segments.stream()
                .map(segment -> segment.toLowerCase(Locale.ROOT))
                .anyMatch(segment -> segment.equals(GIT) || LITTER.contains(segment))) {
            return false;
        }
        // Before a folder is taken off the front, which must not be the one above, or a disk.
        if (segments.stream().anyMatch(segment -> ProjectPath.parse(segment).isEmpty())) {
            throw ZipUpload.refused("files.zip_path", name);
        }
        names.add(name);
        return true;
    }

    String last() {
        return names.getLast();
    }

    /** Names that are not marked as UTF-8, and are not, come from an old Windows. */
    private static String decode(ZipArchiveEntry entry) {
        var raw = entry.getRawName();
        if (entry.getGeneralPurposeBit().usesUTF8ForNames()
                || raw == null
                || entry.getNameSource() == ZipArchiveEntry.NameSource.UNICODE_EXTRA_FIELD) {
            return entry.getName();
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(raw, Charset.forName("IBM866"));
        }
    }

    /** All names as paths, in their order, without the one folder that everything is in. */
    List<ProjectPath> paths() {
        int skipped = commonFolder();
        var paths = new ArrayList<ProjectPath>();
        var files = new HashSet<String>();
        var folders = new HashSet<String>();
        for (String name : names) {
            var path =
                    ProjectPath.parse(name.substring(skipped))
                            .orElseThrow(() -> ZipUpload.refused("files.zip_path", name));
            var key = path.value().toLowerCase(Locale.ROOT);
            if (!files.add(key)) {
                throw ZipUpload.refused("files.zip_twice", name);
            }
            for (int slash = key.indexOf('/'); slash > 0; slash = key.indexOf('/', slash + 1)) {
                folders.add(key.substring(0, slash));
            }
            paths.add(path);
        }
        files.retainAll(folders);
        if (!files.isEmpty()) {
            throw ZipUpload.refused("files.zip_twice", files.iterator().next());
        }
        return paths;
    }

    private int commonFolder() {
        var first = names.getFirst();
        var folder = first.substring(0, first.indexOf('/') + 1);
        boolean common = names.stream().allMatch(name -> name.startsWith(folder));
        return common ? folder.length() : 0;
    }

    /** A name that is fit to be shown. */
    static String shown(String name) {
        var plain =
                Normalizer.normalize(name, Normalizer.Form.NFC)
                        .replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}]", "\uFFFD");
        int length = plain.codePointCount(0, plain.length());
        return length > SHOWN
                ? plain.substring(0, plain.offsetByCodePoints(0, SHOWN)) + "…"
                : plain;
    }
}
