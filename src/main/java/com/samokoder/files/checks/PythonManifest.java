package com.samokoder.files.checks;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packages that a project's manifests name, with where: {@code requirements*.txt}, {@code
 * pyproject.toml}, {@code Pipfile}; of manifests that are programs, any word counts.
 */
final class PythonManifest {
    private static final TomlMapper TOML = new TomlMapper();
    private static final Pattern REQUIREMENT =
            Pattern.compile("\\s*([A-Za-z0-9][A-Za-z0-9._-]{0,100})\\s*(?:[\\[<>=!~;@ (#].*)?");

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private record Place(Outline file, int line) {}

    private final Map<String, Place> declared = new LinkedHashMap<>();
    private boolean present;
    private boolean open;

    PythonManifest(List<Outline> files) {
        files.forEach(this::read);
    }

    private void read(Outline file) {
        var name = FileKind.name(file.path());
        var path = file.path().value();
        if (name.endsWith(".txt")
                && (name.contains("requirements") || path.matches("(.*/)?requirements/.*"))) {
            requirements(file);
        } else if (name.equals("pyproject.toml") || name.equals("pipfile")) {
            toml(file);
        } else if (name.equals("setup.py")
                || name.equals("setup.cfg")
                || name.matches("environment.*\\.ya?ml|dockerfile.*")) {
            words(file);
        }
    }

    private void requirements(Outline file) {
        present = true;
        int number = 0;
        for (var line : (Iterable<String>) file.source().text().lines()::iterator) {
            number++;
            var matcher = REQUIREMENT.matcher(line);
            if (matcher.matches()) {
                declare(matcher.group(1), file, number);
            } else if (line.contains("://") || line.startsWith("-e")) {
                // A package by its address: the name is anywhere in it.
                words(line, file);
                open = true;
            }
        }
    }

    private void toml(Outline file) {
        try {
            var tree = TOML.readTree(file.source().text());
            var before = declared.size();
            list(tree.at("/project/dependencies"), file);
            tree.at("/project/optional-dependencies").forEach(group -> list(group, file));
            tree.path("dependency-groups").forEach(group -> list(group, file));
            table(tree.at("/tool/poetry/dependencies"), file);
            table(tree.at("/tool/poetry/dev-dependencies"), file);
            tree.at("/tool/poetry/group").forEach(group -> table(group.path("dependencies"), file));
            table(tree.path("packages"), file);
            table(tree.path("dev-packages"), file);
            present |= declared.size() > before || tree.has("project") || tree.has("packages");
            open |= tree.at("/project/dynamic").toString().contains("dependencies");
        } catch (JacksonException broken) {
            open = true;
        }
    }

    private void list(JsonNode requirements, Outline file) {
        for (var requirement : requirements) {
            var matcher = REQUIREMENT.matcher(requirement.asString(""));
            if (matcher.matches()) {
                declare(matcher.group(1), file, line(matcher, file));
            }
        }
    }

    private static int line(Matcher requirement, Outline file) {
        return line(requirement.group(1), file);
    }

    private void table(JsonNode table, Outline file) {
        table.propertyNames().forEach(name -> declare(name, file, line(name, file)));
    }

    private static int line(String name, Outline file) {
        int number = 0;
        for (var line : (Iterable<String>) file.source().text().lines()::iterator) {
            number++;
            if (line.contains(name)) {
                return number;
            }
        }
        return 0;
    }

    private void words(Outline file) {
        words(file.source().text(), file);
        present |= FileKind.name(file.path()).startsWith("setup.");
    }

    private void words(String text, Outline file) {
        WORD.matcher(text).results().forEach(word -> declare(word.group(), file, 0));
    }

    private void declare(String name, Outline file, int line) {
        declared.putIfAbsent(normal(name), new Place(file, line));
    }

    /** As package indexes compare names. */
    static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
    }

    boolean isPresent() {
        return present;
    }

    /** Whether packages may be named in a way that cannot be read. */
    boolean isOpen() {
        return open;
    }

    boolean names(String distribution) {
        return declared.containsKey(normal(distribution));
    }

    /** Shows each package that stands in a line of its own, and what to warn in. */
    void forEachListed(BiConsumer<String, Outline> visitor) {
        declared.forEach((name, place) -> {
            if (place.line() > 0) {
                visitor.accept(name, place.file());
            }
        });
    }

    int line(String name) {
        var place = declared.get(name);
        return place == null ? 0 : place.line();
    }
}
