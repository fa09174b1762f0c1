package com.samokoder.files.checks;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Imports from a project's own packages lead to its types. */
final class JavaImports implements ReferenceCheck {
    private static final Pattern OTHER_SOURCE =
            Pattern.compile(".*\\.(?:kt|groovy|scala|proto|xsd|avsc|wsdl|jj|g4)");

    /** What annotation processors write. */
    private static final Pattern GENERATED =
            Pattern.compile(
                    "Q[A-Z].*|.*_|.*Impl|.*Grpc|.*Builder|Dagger.*|R|BR|BuildConfig|.*Binding");

    private final Map<String, Set<String>> typesByPackage = new HashMap<>();
    private final boolean complete;
    private final String base;

    JavaImports(List<Outline> files) {
        boolean only = true;
        for (var file : files) {
            only &= !OTHER_SOURCE.matcher(file.path().value()).matches();
            if (file.source().kind() == FileKind.JAVA) {
                add(file);
            }
        }
        this.complete = only;
        this.base = base(typesByPackage.keySet());
    }

    private void add(Outline file) {
        var types = typesByPackage.computeIfAbsent(packageOf(file), unused -> new HashSet<>());
        for (var reference : file.references()) {
            if (reference.kind() == Reference.Kind.JAVA_TYPE) {
                types.add(reference.target());
            }
        }
    }

    private static String packageOf(Outline file) {
        return file.references().stream()
                .filter(reference -> reference.kind() == Reference.Kind.JAVA_PACKAGE)
                .map(Reference::target)
                .findFirst()
                .orElse("");
    }

    /** What all packages of the project begin with; empty where that tells nothing. */
    private static String base(Set<String> packages) {
        var common = packages.stream().reduce(JavaImports::commonStart).orElse("");
        return common.contains(".") ? common : "";
    }

    private static String commonStart(String one, String other) {
        var a = one.split("\\.");
        var b = other.split("\\.");
        int same = 0;
        while (same < Math.min(a.length, b.length) && a[same].equals(b[same])) {
            same++;
        }
        return String.join(".", List.of(a).subList(0, same));
    }

    @Override
    public void check(Outline file) {
        if (!complete || base.isEmpty()) {
            return;
        }
        for (var reference : file.references()) {
            boolean own = (reference.target() + ".").startsWith(base + ".");
            if (own && isImport(reference) && !exists(reference)) {
                file.error(
                        reference.line(),
                        Finding.IMPORT_UNRESOLVED,
                        "The import %s names nothing in the project."
                                .formatted(reference.target()));
            }
        }
    }

    private static boolean isImport(Reference reference) {
        return reference.kind() == Reference.Kind.JAVA_IMPORT
                || reference.kind() == Reference.Kind.JAVA_STATIC_IMPORT;
    }

    /** The longest start of a name that is a package must hold the type that comes next. */
    private boolean exists(Reference reference) {
        var parts = List.of(reference.target().split("\\."));
        for (int length = parts.size() - 1; length > 0; length--) {
            var types = typesByPackage.get(String.join(".", parts.subList(0, length)));
            if (types != null) {
                var next = parts.get(length);
                return next.equals("*")
                        || types.contains(next)
                        || GENERATED.matcher(next).matches();
            }
        }
        return false;
    }
}
