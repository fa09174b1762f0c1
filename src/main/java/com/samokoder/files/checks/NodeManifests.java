package com.samokoder.files.checks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The manifests of a version by their folders. */
final class NodeManifests {
    private final Map<String, NodeManifest> byFolder = new HashMap<>();
    private final boolean broken;

    NodeManifests(List<Outline> files) {
        boolean unreadable = false;
        for (var file : files) {
            if (FileKind.name(file.path()).equals(NodeManifest.NAME)) {
                var manifest = NodeManifest.of(file);
                manifest.ifPresent(read -> byFolder.put(read.folder(), read));
                unreadable |= manifest.isEmpty();
            }
        }
        this.broken = unreadable;
    }

    Iterable<NodeManifest> all() {
        return byFolder.values();
    }

    /** Whether a manifest could not be read, so that nothing can be said about packages. */
    boolean areBroken() {
        return broken;
    }

    /** Those in the folder of a file and above it, the nearest first. */
    List<NodeManifest> above(String path) {
        return FileIndex.upwards(FileIndex.parent(path)).stream()
                .flatMap(folder -> Optional.ofNullable(byFolder.get(folder)).stream())
                .toList();
    }

    /** Where no manifest is, no tool is that would read the file before a browser does. */
    boolean runsUnbundled(String path) {
        var manifests = above(path);
        return !broken
                && (manifests.isEmpty()
                        ? byFolder.isEmpty()
                        : manifests.stream().allMatch(NodeManifest::runsUnbundled));
    }
}
