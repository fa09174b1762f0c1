package com.samokoder.files.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not belong into a file: secrets, marks of a merge, comments in the place of code. */
class LeftoverTests {
    /** Put together here, so that no file of ours holds what looks like a key. */
    private static final String KEY = "sk" + "-proj-" + "a8Kd93hGf02LmQx7Zt5Rv1Bn";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app.js|const key = '%s';",
                "app.py|KEY = '%s'",
                "README.md|Use %s.",
                ".env|OPENAI_API_KEY=%s",
                "config.yaml|key: %s",
                "Dockerfile|ENV KEY=%s"
            })
    void findsKeysAndNeverQuotesThem(String path, String line) {
        var report = Project.with(path, "\n" + line.formatted(KEY)).report();

        assertThat(report.verified()).isFalse();
        assertThat(report.findings())
                .filteredOn(finding -> finding.check().equals(Finding.SECRET))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.line()).isEqualTo(2);
                    assertThat(finding.message()).doesNotContain(KEY.substring(8));
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app.js|const key = process.env.OPENAI_API_KEY;",
                ".env.example|OPENAI_API_KEY=sk-your-key-goes-in-here-1234",
                ".env|DB_PASSWORD=${PASSWORD}",
                ".env|SECRET_KEY=change-me-please-123456",
                "app.css|.task-list-item-that-is-long-1 { color: red }",
                "app.js|const id = 'sk-';"
            })
    void takesExamplesForWhatTheyAre(String path, String line) {
        assertThat(Project.with(path, line).findings()).isEmpty();
    }

    @Test
    void findsPrivateKeys() {
        var text = "-----BEGIN " + "RSA PRIVATE KEY-----\nMIIE\n";

        assertThat(Project.with("server.pem", text).findings())
                .containsExactly("server.pem:1 secret");
    }

    @Test
    void findsMarksOfAMerge() {
        var text = "one\n<<<<<<< HEAD\ntwo\n=======\nthree\n>>>>>>> other\n";

        assertThat(Project.with("notes.txt", text).findings())
                .containsExactly("notes.txt:2 merge_marker", "notes.txt:6 merge_marker");
        assertThat(Project.with("notes.md", "Title\n=======\n\n> > > > > > >\n").findings())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app.js|// rest of the code unchanged",
                "app.js|// ... rest of the component remains the same ...",
                "app.js|/* ... existing code ... */",
                "app.py|# ... остальной код без изменений",
                "app.py|# your code here",
                "index.html|<!-- rest of the page stays as is -->",
                "style.css|/* rest of the styles unchanged */",
                "App.java|// ... other methods ...",
                "App.java|// Other methods...",
                "app.js|// all other handlers ...",
                "app.js|// all the other routes...",
                "app.jsx|const a = <div>{/* ... всё как раньше ... */}</div>;",
                "app.jsx|const a = <div>{/* ... rest of the JSX ... */}</div>;"
            })
    void findsCommentsInThePlaceOfCode(String path, String line) {
        assertThat(Project.with(path, line).findings()).containsExactly(path + ":1 placeholder");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "// The rest of the items are sorted by date.",
                "// Existing users keep their password.",
                "// Other methods throw when the list is empty.",
                "// Spread the remaining arguments",
                "// Load existing items...",
                "// Loading the previous page…",
                "// ...and existing users are asked again",
                "// Сохраняем существующие записи...",
                "const text = '// rest of the code unchanged';"
            })
    void leavesOtherCommentsAlone(String line) {
        assertThat(Project.with("app.js", line).findings()).isEmpty();
    }

    @Test
    void warnsOfWhatIsLeftToDo() {
        assertThat(Project.with("app.js", "// TODO: sort").findings())
                .containsExactly("app.js:1 placeholder (warning)");
    }
}
