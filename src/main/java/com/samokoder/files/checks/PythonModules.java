package com.samokoder.files.checks;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The modules of a project, wherever the program that imports them may be started. */
final class PythonModules implements ReferenceCheck {
    private final FileIndex files;
    private final Map<String, Outline> byPath = new HashMap<>();
    private final Set<String> packages = new HashSet<>();
    private final Set<String> topLevel = new HashSet<>();

    PythonModules(List<Outline> outlines, FileIndex files) {
        this.files = files;
        for (var outline : outlines) {
            var path = outline.path().value();
            if (outline.source().kind() == FileKind.PYTHON) {
                byPath.put(path, outline);
                topLevel.add(FileIndex.name(path).replaceFirst("\\.pyi?$", ""));
                for (var folder : FileIndex.upwards(FileIndex.parent(path))) {
                    packages.add(folder);
                    topLevel.add(FileIndex.name(folder));
                }
            }
        }
    }

    /** Whether a name may mean a module of the project. */
    boolean mayHave(String module) {
        return topLevel.contains(module);
    }

    @Override
    public void check(Outline file) {
        for (var reference : file.references()) {
            boolean python =
                    reference.kind() == Reference.Kind.PYTHON_FROM
                            || reference.kind() == Reference.Kind.PYTHON_IMPORT;
            if (python && !reference.optional()) {
                if (reference.target().startsWith(".")) {
                    checkRelative(file, reference);
                } else {
                    checkAbsolute(file, reference);
                }
            }
        }
    }

    private void checkRelative(Outline file, Reference reference) {
        var name = reference.target().replaceFirst("^\\.+", "");
        int dots = reference.target().length() - name.length();
        var base = FileIndex.resolve(FileIndex.parent(file.path().value()), "../".repeat(dots - 1));
        if (base.isEmpty()) {
            fail(file, reference.line(), reference.target(), "leads out of the project.");
            return;
        }
        var path = FileIndex.join(base.get(), name.replace('.', '/'));
        if (!name.isEmpty() && !exists(path)) {
            fail(
                    file,
                    reference.line(),
                    reference.target(),
                    "is not in the project: " + path + ".py");
        } else if (packages.contains(path) && !isFile(path)) {
            reference.names().forEach(member -> checkMember(file, reference, path, member));
        }
    }

    /** What a folder gives: a module in it, or a name that its {@code __init__} mentions. */
    private void checkMember(Outline file, Reference reference, String folder, String name) {
        var init = byPath.get(FileIndex.join(folder, "__init__.py"));
        boolean mentioned =
                init != null
                        && Pattern.compile(
                                        "\\b" + Pattern.quote(name) + "\\b|import \\*|__getattr__")
                                .matcher(init.source().text())
                                .find();
        if (!mentioned && !exists(FileIndex.join(folder, name))) {
            fail(
                    file,
                    reference.line(),
                    reference.target() + " import " + name,
                    "names nothing that is there: "
                            + FileIndex.join(folder, name)
                            + ".py is missing");
        }
    }

    private void checkAbsolute(Outline file, Reference reference) {
        var parts = reference.target().split("\\.");
        if (parts.length < 2 || PythonPackages.isStandard(parts[0])) {
            return;
        }
        var root = root(file.path().value(), parts[0]);
        if (root.isEmpty()) {
            return;
        }
        var path = root.get();
        for (int i = 1; i < parts.length; i++) {
            if (isFile(path)) {
                // What follows may be an attribute.
                return;
            }
            path = path + "/" + parts[i];
        }
        if (!exists(path)) {
            fail(
                    file,
                    reference.line(),
                    reference.target(),
                    "is not in the project: " + path + ".py");
        }
    }

    /** Where the first part of a name is, for a program started somewhere above the file. */
    private Optional<String> root(String path, String first) {
        var folders = new LinkedHashSet<>(FileIndex.upwards(FileIndex.parent(path)));
        folders.add("src");
        return folders.stream()
                .map(folder -> FileIndex.join(folder, first))
                .filter(this::exists)
                .findFirst();
    }

    private boolean exists(String path) {
        return isFile(path) || packages.contains(path);
    }

    private boolean isFile(String path) {
        return files.hasFile(path + ".py") || files.hasFile(path + ".pyi");
    }

    private static void fail(Outline file, int line, String target, String what) {
        file.error(line, Finding.IMPORT_UNRESOLVED, "The import '%s' %s".formatted(target, what));
    }
}
