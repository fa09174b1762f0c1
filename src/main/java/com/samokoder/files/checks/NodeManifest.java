package com.samokoder.files.checks;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A {@code package.json}. */
record NodeManifest(Outline file, String folder, JsonNode json) {
    static final String NAME = "package.json";
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> SECTIONS =
            List.of("dependencies", "devDependencies", "peerDependencies", "optionalDependencies");

    /** Tools that complete names of files, bring packages of their own, or run other languages. */
    private static final List<String> BUNDLERS =
            List.of(
                    "vite",
                    "webpack",
                    "rollup",
                    "esbuild",
                    "parcel",
                    "next",
                    "nuxt",
                    "astro",
                    "react-scripts",
                    "@angular/cli",
                    "@sveltejs/kit",
                    "gatsby",
                    "expo",
                    "tsx",
                    "ts-node",
                    "typescript",
                    "bun",
                    "@babel/core",
                    "@babel/node",
                    "snowpack",
                    "@swc/core",
                    "@remix-run/dev",
                    "@vue/cli-service",
                    "electron-vite",
                    "rspack",
                    "@rspack/core",
                    "tsup",
                    "turbo",
                    "jest",
                    "vitest",
                    "browserify");

    /** Empty for a file that is not valid, which is said already. */
    static Optional<NodeManifest> of(Outline file) {
        try {
            var json = JSON.readTree(file.source().text());
            var folder = FileIndex.parent(file.path().value());
            return json.isObject()
                    ? Optional.of(new NodeManifest(file, folder, json))
                    : Optional.empty();
        } catch (JacksonException invalid) {
            return Optional.empty();
        }
    }

    Set<String> declared() {
        var names = new HashSet<String>();
        SECTIONS.forEach(section -> names.addAll(names(section)));
        names.add(json.path("name").asString(""));
        return names;
    }

    Set<String> names(String section) {
        return new HashSet<>(json.path(section).propertyNames());
    }

    /** Whether Node or a browser reads the files as modules just as they are. */
    boolean runsUnbundled() {
        var scripts = json.path("scripts").toString();
        return json.path("type").asString("").equals("module")
                && BUNDLERS.stream().noneMatch(declared()::contains)
                && BUNDLERS.stream().noneMatch(scripts::contains);
    }

    int line(String name) {
        int number = 0;
        for (var line : (Iterable<String>) file.source().text().lines()::iterator) {
            number++;
            if (line.contains("\"" + name + "\"")) {
                return number;
            }
        }
        return 0;
    }

    /** Says what is wrong with the manifest itself. */
    void validate() {
        for (var section : SECTIONS) {
            var packages = json.path(section);
            if (packages.isMissingNode()) {
                continue;
            }
            if (!packages.isObject()) {
                file.error(line(section), Finding.MANIFEST, section + " must be an object.");
                continue;
            }
            packages.propertyStream()
                    .filter(entry -> !entry.getValue().isString())
                    .forEach(entry ->
                            file.error(
                                    line(entry.getKey()),
                                    Finding.MANIFEST,
                                    "The version of %s must be a text.".formatted(entry.getKey())));
        }
    }
}
