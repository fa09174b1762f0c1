package com.samokoder.files.checks;

import com.samokoder.files.Snapshot;

import java.util.List;

/** Compares what all files refer to with what there is. */
final class ProjectReferences {
    private ProjectReferences() {}

    static void check(Snapshot version, List<Outline> outlines) {
        var files = new FileIndex(version);
        var manifests = new NodeManifests(outlines);
        var modules = new PythonModules(outlines, files);
        var packages = new PythonPackages(outlines, modules);
        List<ReferenceCheck> checks =
                List.of(
                        new ScriptImports(files, manifests),
                        new NodePackages(manifests, files, new ScriptAliases(outlines, files)),
                        new PageLinks(outlines, files),
                        modules,
                        packages,
                        new JavaImports(outlines),
                        new JavaPackages(outlines));
        for (var outline : outlines) {
            checks.forEach(check -> check.check(outline));
        }
        packages.checkUnused();
        var unused = new UnusedNodePackages(outlines);
        for (var manifest : manifests.all()) {
            manifest.validate();
            unused.check(manifest);
        }
    }
}
