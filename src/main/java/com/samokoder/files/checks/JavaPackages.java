package com.samokoder.files.checks;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Well-known libraries that Java files import are named in some build file. Only those whose
 * artifacts cannot be mistaken are looked for; each may be brought by several.
 */
final class JavaPackages implements ReferenceCheck {
    private static final Pattern BUILD =
            Pattern.compile("pom\\.xml|.*\\.gradle(\\.kts)?|libs\\.versions\\.toml|build\\.sbt");

    private static final Map<String, List<String>> LIBRARIES = libraries();

    private final String builds;

    JavaPackages(List<Outline> files) {
        var text = new StringBuilder();
        for (var file : files) {
            if (BUILD.matcher(FileKind.name(file.path())).matches()) {
                text.append(file.source().text()).append('\n');
            }
        }
        this.builds = text.toString();
    }

    private static Map<String, List<String>> libraries() {
        var table = new LinkedHashMap<String, List<String>>();
        table.put("org.springframework.", List.of("spring"));
        table.put("lombok.", List.of("lombok"));
        table.put("org.junit.", List.of("junit", "spring-boot-starter-test", "quarkus", "testng"));
        table.put("org.mockito.", List.of("mockito", "spring-boot-starter-test"));
        table.put("org.assertj.", List.of("assertj", "spring-boot-starter-test"));
        table.put("com.google.gson.", List.of("gson"));
        table.put("okhttp3.", List.of("okhttp", "retrofit"));
        table.put("org.apache.commons.lang3.", List.of("commons-lang3"));
        table.put(
                "com.fasterxml.jackson.",
                List.of("jackson", "spring", "quarkus", "micronaut", "javalin", "dropwizard"));
        table.put("jakarta.persistence.", List.of("jpa", "persistence", "hibernate", "jakarta"));
        table.put("io.javalin.", List.of("javalin"));
        table.put("picocli.", List.of("picocli"));
        return table;
    }

    @Override
    public void check(Outline file) {
        if (builds.isEmpty() || file.source().kind() != FileKind.JAVA) {
            return;
        }
        var seen = new HashSet<String>();
        for (var reference : file.references()) {
            if (reference.kind() == Reference.Kind.JAVA_IMPORT) {
                LIBRARIES.forEach((start, artifacts) -> {
                    if (reference.target().startsWith(start)
                            && artifacts.stream().noneMatch(builds::contains)
                            && seen.add(start)) {
                        file.error(
                                reference.line(),
                                Finding.PACKAGE_MISSING,
                                "%s is imported, but no build file names its library (%s)."
                                        .formatted(reference.target(), artifacts.getFirst()));
                    }
                });
            }
        }
    }
}
