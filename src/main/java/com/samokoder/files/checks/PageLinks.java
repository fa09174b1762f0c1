package com.samokoder.files.checks;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What pages and style sheets load lies in the project, where it can be told from the address. */
final class PageLinks implements ReferenceCheck {
    private static final Pattern SCHEME = Pattern.compile("(?i)[a-z][a-z0-9+.-]*:.*|//.*");
    private static final Pattern COMPUTED = Pattern.compile(".*(?:[{}<>$*]|%[A-Z_]{3,}%).*");
    private static final Pattern SERVED = Pattern.compile(".*\\.(?:py|php|rb|go|java|kt|cs|rs)");
    private static final Pattern BASE = Pattern.compile("(?i)<base\\s");
    private static final List<String> PUBLIC = List.of("public", "static", "src", "assets", "www");

    private final FileIndex files;
    private final boolean served;

    PageLinks(List<Outline> outlines, FileIndex files) {
        this.files = files;
        this.served = outlines.stream().anyMatch(PageLinks::serves);
    }

    /** A program that serves pages may give files any address. */
    private static boolean serves(Outline file) {
        var path = file.path().value();
        return path.endsWith(NodeManifest.NAME) || SERVED.matcher(path).matches();
    }

    @Override
    public void check(Outline file) {
        if (BASE.matcher(file.source().text()).find()) {
            return;
        }
        for (var reference : file.references()) {
            switch (reference.kind()) {
                case PAGE_LINK, PAGE_SCRIPT, STYLE_LINK -> check(file, reference);
                case STYLE_IMPORT -> {
                    if (!isPackage(reference.target())) {
                        check(file, reference);
                    }
                }
                default -> {}
            }
        }
    }

    /** A style of a package, such as {@code bootstrap/dist/css/bootstrap.css}. */
    private static boolean isPackage(String target) {
        return target.startsWith("~") || target.startsWith("@") || !target.endsWith(".css");
    }

    private void check(Outline file, Reference reference) {
        var target = reference.target().strip();
        if (target.isEmpty()
                || target.startsWith("#")
                || SCHEME.matcher(target).matches()
                || COMPUTED.matcher(target).matches()) {
            return;
        }
        var path = decode(target.replaceFirst("[?#].*", ""));
        if (path.isEmpty() || path.endsWith("/") || isThere(file, path)) {
            return;
        }
        var message = "'%s' is not in the project.".formatted(target);
        if (isCode(path)) {
            file.error(reference.line(), Finding.IMPORT_UNRESOLVED, message);
        } else {
            file.warn(reference.line(), Finding.IMPORT_UNRESOLVED, message);
        }
    }

    private boolean isThere(Outline file, String path) {
        var folder = FileIndex.parent(file.path().value());
        var relative = path.startsWith("/") ? path.substring(1) : path;
        if (FileIndex.isWritten(relative)) {
            return true;
        }
        var normal = FileIndex.resolve("", relative.replaceFirst("^(\\.\\.?/)+", "")).orElse("");
        if (served
                && (path.startsWith("/") || files.hasEnding(normal) || isMadeAtRunTime(normal))) {
            return true;
        }
        var folders = path.startsWith("/") ? FileIndex.upwards(folder).stream() : Stream.of(folder);
        return Stream.concat(folders, PUBLIC.stream())
                .flatMap(base -> FileIndex.resolve(base, relative).stream())
                .anyMatch(files::hasFile);
    }

    private static boolean isMadeAtRunTime(String path) {
        return path.contains("socket.io")
                || path.matches("(?:.*/)?(?:bundle|main|app)\\.(?:js|css)");
    }

    private static boolean isCode(String path) {
        return path.endsWith(".js") || path.endsWith(".mjs") || path.endsWith(".css");
    }

    private static String decode(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return path;
        }
    }
}
