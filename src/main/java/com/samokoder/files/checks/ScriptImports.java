package com.samokoder.files.checks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Relative imports of JavaScript and TypeScript lead to files of the project. */
final class ScriptImports implements ReferenceCheck {
    private static final List<String> ENDINGS =
            List.of(
                    ".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".mts", ".cts", ".d.ts", ".json",
                    ".vue", ".svelte", ".node");

    /** TypeScript names the file that it will become. */
    private static final Map<String, List<String>> WRITTEN_AS =
            Map.of(
                    ".js", List.of(".ts", ".tsx", ".d.ts"),
                    ".jsx", List.of(".tsx"),
                    ".mjs", List.of(".mts", ".d.mts"),
                    ".cjs", List.of(".cts", ".d.cts"));

    private final FileIndex files;
    private final NodeManifests manifests;

    ScriptImports(FileIndex files, NodeManifests manifests) {
        this.files = files;
        this.manifests = manifests;
    }

    @Override
    public void check(Outline file) {
        for (var reference : file.references()) {
            if (reference.kind() == Reference.Kind.SCRIPT_IMPORT
                    && !reference.optional()
                    && isRelative(reference.target())) {
                check(file, reference);
            }
        }
    }

    static boolean isRelative(String target) {
        return target.equals(".")
                || target.equals("..")
                || target.startsWith("./")
                || target.startsWith("../");
    }

    private void check(Outline file, Reference reference) {
        var target = reference.target().replaceFirst("[?#].*", "");
        var path = FileIndex.resolve(FileIndex.parent(file.path().value()), target);
        if (path.isEmpty()) {
            fail(file, reference, "leads out of the project.");
        } else if (!FileIndex.isWritten(path.get()) && !target.contains("*")) {
            check(file, reference, path.get());
        }
    }

    private void check(Outline file, Reference reference, String path) {
        if (files.hasFile(path)) {
            return;
        }
        var found = Stream.concat(written(path), implied(path)).filter(files::hasFile).findFirst();
        if (found.isEmpty()) {
            if (!files.hasFile(FileIndex.join(path, "package.json"))) {
                fail(file, reference, "is not in the project: " + path + hint(path));
            }
        } else if (needsFullNames(file) && implied(path).anyMatch(found.get()::equals)) {
            fail(
                    file,
                    reference,
                    "needs the file's full name where no bundler completes it: " + found.get());
        }
    }

    private static Stream<String> written(String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0
                ? Stream.empty()
                : WRITTEN_AS.getOrDefault(path.substring(dot), List.of()).stream()
                        .map(ending -> path.substring(0, dot) + ending);
    }

    private static Stream<String> implied(String path) {
        var index = FileIndex.join(path, "index");
        return Stream.concat(
                ENDINGS.stream().map(path::concat), ENDINGS.stream().map(index::concat));
    }

    /** Browsers, and Node in modules, take names as they are. */
    private boolean needsFullNames(Outline file) {
        var path = file.path().value();
        boolean plain = path.endsWith(".js") || path.endsWith(".mjs") || path.endsWith(".html");
        return plain && isModule(file) && manifests.runsUnbundled(path);
    }

    /** A file with {@code require} in it is none, or is made into something else. */
    private static boolean isModule(Outline file) {
        return !file.source().text().contains("require(");
    }

    private String hint(String path) {
        var name = FileIndex.name(path);
        return candidates(path)
                .flatMap(candidate -> files.sameButForCase(candidate).stream())
                .findFirst()
                .map(other -> "; only case differs: " + other)
                .or(() -> elsewhere(name).map(other -> "; there is " + other))
                .orElse("");
    }

    private Optional<String> elsewhere(String name) {
        return Stream.concat(Stream.of(name), ENDINGS.stream().map(name::concat))
                .flatMap(candidate -> files.onlyNamed(candidate).stream())
                .findFirst();
    }

    private static Stream<String> candidates(String path) {
        return Stream.concat(Stream.of(path), Stream.concat(written(path), implied(path)));
    }

    private static void fail(Outline file, Reference reference, String what) {
        file.error(
                reference.line(),
                Finding.IMPORT_UNRESOLVED,
                "The import '%s' %s".formatted(reference.target(), what));
    }
}
