package com.samokoder.files.checks;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Packages that scripts import are in a manifest at or above them, and the other way round. */
final class NodePackages implements ReferenceCheck {
    private static final Set<String> BUILT_IN = WordList.words("node-built-in-modules.txt");
    private static final Pattern NAME =
            Pattern.compile("(@[a-z0-9~][a-z0-9._~-]*/)?[A-Za-z0-9~][A-Za-z0-9._~-]*");

    /** Packages that are meant to be imported although another one brings them. */
    private static final Map<String, List<String>> BRING =
            Map.of(
                    "@jest/globals", List.of("jest"),
                    "vue", List.of("nuxt", "vitepress"),
                    "vue-router", List.of("nuxt"),
                    "svelte", List.of("@sveltejs/kit"),
                    "rollup", List.of("vite"),
                    "esbuild", List.of("vite", "tsup"),
                    "react", List.of("next", "expo", "gatsby"),
                    "react-router", List.of("react-router-dom"),
                    "discord-api-types", List.of("discord.js"),
                    "globals", List.of("eslint"));

    private final NodeManifests manifests;
    private final FileIndex files;
    private final ScriptAliases aliases;

    NodePackages(NodeManifests manifests, FileIndex files, ScriptAliases aliases) {
        this.manifests = manifests;
        this.files = files;
        this.aliases = aliases;
    }

    @Override
    public void check(Outline file) {
        if (manifests.areBroken() || !file.source().kind().isScript()) {
            return;
        }
        var seen = new HashSet<String>();
        for (var reference : file.references()) {
            if (reference.kind() == Reference.Kind.SCRIPT_IMPORT && !reference.optional()) {
                var name = packageName(reference.target());
                if (isPackage(name, reference.target()) && seen.add(name)) {
                    check(file, reference, name);
                }
            }
        }
    }

    /** The package of a bare import; not everything that looks like one is one. */
    static String packageName(String target) {
        var parts = target.split("/", 3);
        return target.startsWith("@") && parts.length > 1 ? parts[0] + "/" + parts[1] : parts[0];
    }

    private boolean isPackage(String name, String target) {
        return NAME.matcher(name).matches()
                && !BUILT_IN.contains(name)
                && !name.equals("vscode")
                && !aliases.cover(target);
    }

    private void check(Outline file, Reference reference, String name) {
        var path = file.path().value();
        var above = manifests.above(path);
        boolean declared =
                above.stream().anyMatch(manifest -> covers(manifest.declared(), name))
                        || isOfWorkspace(name);
        if (declared || FileIndex.isWritten(path)) {
            return;
        }
        if (!above.isEmpty()) {
            file.error(
                    reference.line(),
                    Finding.PACKAGE_MISSING,
                    "The package '%s' is imported, but %s does not name it."
                            .formatted(name, above.getFirst().file().path()));
        } else if (!files.hasFile("deno.json") && !files.hasFile("deno.jsonc")) {
            file.error(
                    reference.line(),
                    Finding.PACKAGE_MISSING,
                    "The package '%s' is imported, but there is no package.json that names it."
                            .formatted(name));
        }
    }

    private static boolean covers(Set<String> declared, String name) {
        var types = "@types/" + name.replaceFirst("^@", "").replace("/", "__");
        return declared.contains(name)
                || declared.contains(types)
                || BRING.getOrDefault(name, List.of()).stream().anyMatch(declared::contains);
    }

    private boolean isOfWorkspace(String name) {
        for (var manifest : manifests.all()) {
            if (manifest.json().path("name").asString("").equals(name)) {
                return true;
            }
        }
        return false;
    }
}
