package com.samokoder.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * No statement of the list goes missing: each is proved, or the document says why it is not met.
 */
class StatementListTests {
    private static final Pattern PROVED = Pattern.compile("^([0-9]+) \\(V");
    private static final Pattern THREAT = Pattern.compile("^(T[0-9]+): ");
    private static final Pattern NOT_MET =
            Pattern.compile(
                    "^\\| (T?[0-9]+)(?: \\([V0-9., ]+\\))? \\| [^|]{20,}", Pattern.MULTILINE);

    @Test
    void everyStatementIsProvedOrExplained() throws IOException {
        var document = Files.readString(Path.of("docs/security.md"));
        var known =
                Stream.of(
                                numbers(displayNames(), PROVED),
                                numbers(ThreatTests.all().map(ThreatTests.Threat::name), THREAT),
                                NOT_MET.matcher(document).results().map(row -> row.group(1)))
                        .flatMap(found -> found)
                        .distinct()
                        .toList();
        assertThat(known)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(
                                        IntStream.rangeClosed(1, 52).mapToObj(Integer::toString),
                                        IntStream.rangeClosed(1, 34).mapToObj(n -> "T" + n))
                                .toList());
    }

    @Test
    void noStatementIsProvedTwice() {
        assertThat(numbers(displayNames(), PROVED)).doesNotHaveDuplicates();
        assertThat(numbers(ThreatTests.all().map(ThreatTests.Threat::name), THREAT))
                .doesNotHaveDuplicates();
    }

    private static Stream<String> displayNames() {
        return List.copyOf(new ClassFileImporter().importPackages("com.samokoder.security"))
                .stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(DisplayName.class))
                .map(method -> method.getAnnotationOfType(DisplayName.class).value());
    }

    private static Stream<String> numbers(Stream<String> names, Pattern pattern) {
        return names.flatMap(name -> pattern.matcher(name).results()).map(found -> found.group(1));
    }
}
