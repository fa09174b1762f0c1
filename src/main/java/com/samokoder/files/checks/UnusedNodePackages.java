package com.samokoder.files.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a manifest lists among the dependencies of the running program and no file mentions. Tools
 * are left out, and whatever is found by its name at run time.
 */
final class UnusedNodePackages {
    private static final Pattern TOOL =
            Pattern.compile(
                    "@types/.*|.*eslint.*|.*prettier.*|.*-loader|.*plugin.*|.*preset.*|.*-cli|"
                            + ".*babel.*|.*postcss.*|.*tailwind.*|@fontsource.*|@angular/.*|"
                            + "@emotion/.*|@expo/.*|expo.*|react-native.*|gatsby.*|@nestjs/.*|"
                            + "@prisma/.*|@nuxt.*|@astrojs/.*|@sveltejs/.*|@vitejs/.*|@swc/.*");

    private static final Set<String> AT_RUN_TIME =
            Set.of(
                    "react",
                    "react-dom",
                    "react-scripts",
                    "next",
                    "nuxt",
                    "vite",
                    "typescript",
                    "autoprefixer",
                    "sass",
                    "less",
                    "stylus",
                    "core-js",
                    "tslib",
                    "zone.js",
                    "rxjs",
                    "reflect-metadata",
                    "regenerator-runtime",
                    "dotenv",
                    "nodemon",
                    "pm2",
                    "pg",
                    "pg-hstore",
                    "mysql",
                    "mysql2",
                    "sqlite3",
                    "better-sqlite3",
                    "tedious",
                    "mongodb",
                    "ejs",
                    "pug",
                    "hbs",
                    "prisma",
                    "ts-node",
                    "tsx",
                    "concurrently",
                    "cross-env",
                    "serve",
                    "http-server",
                    "bufferutil",
                    "utf-8-validate",
                    "sharp",
                    "encoding",
                    "web-vitals",
                    "pino-pretty",
                    "class-transformer",
                    "class-validator",
                    "svelte",
                    "astro",
                    "webpack",
                    "esbuild",
                    "rimraf",
                    "husky");

    private static final Set<String> LOCKS =
            Set.of("package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock");

    private final List<Outline> files;

    UnusedNodePackages(List<Outline> files) {
        this.files = files;
    }

    void check(NodeManifest manifest) {
        var below = files.stream().filter(file -> isBelow(file, manifest.folder())).toList();
        if (below.stream().noneMatch(file -> file.source().kind().isScript())) {
            return;
        }
        var rest = new ArrayList<>(manifest.names("dependencies"));
        rest.removeIf(name -> isExempt(name, manifest));
        for (var file : below) {
            var text = file.source().text();
            rest.removeIf(text::contains);
        }
        for (var name : rest) {
            manifest.file()
                    .warn(
                            manifest.line(name),
                            Finding.PACKAGE_UNUSED,
                            "The package '%s' is listed, but nothing imports it.".formatted(name));
        }
    }

    private static boolean isExempt(String name, NodeManifest manifest) {
        return AT_RUN_TIME.contains(name)
                || TOOL.matcher(name).matches()
                || manifest.json().path("scripts").toString().contains(name);
    }

    private static boolean isBelow(Outline file, String folder) {
        var path = file.path().value();
        var name = FileKind.name(file.path());
        return (folder.isEmpty() || path.startsWith(folder + "/"))
                && !name.equals(NodeManifest.NAME)
                && !LOCKS.contains(name)
                && !name.endsWith(".md");
    }
}
