package com.samokoder.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.testing.TestPostgres;
import com.samokoder.testing.supabase.SupabaseDatabase;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** The script and the files for a Supabase project do what Flyway does. */
class SupabaseSchemaTests {
    private static final Path FOLDER = Path.of("supabase");

    private static String scripted;

    @BeforeAll
    static void apply() throws SQLException {
        scripted = SupabaseDatabase.create();
        run(scripted, SupabaseSchema.script());
    }

    @Test
    void theScriptMakesWhatFlywayMakesOnPlainPostgres() throws SQLException {
        var plain = TestPostgres.newDatabase();
        Schema.migrate(DatabaseUrl.parse(plain), false);
        var catalogue = Catalogue.of(scripted);
        assertThat(catalogue).hasSizeGreaterThan(300).isEqualTo(Catalogue.of(plain));
    }

    @Test
    void runningItAgainChangesNothing() throws SQLException {
        var before = Catalogue.everything(scripted);
        run(scripted, SupabaseSchema.script());
        assertThat(Catalogue.everything(scripted)).isEqualTo(before);
    }

    @Test
    void theFilesForTheCommandLineMakeTheSame() throws SQLException {
        var pushed = SupabaseDatabase.create();
        for (var file : SupabaseSchema.files().values()) {
            run(pushed, file);
        }
        assertThat(Catalogue.of(pushed)).isEqualTo(Catalogue.of(scripted));
        run(pushed, SupabaseSchema.script());
        assertThat(Catalogue.of(pushed)).isEqualTo(Catalogue.of(scripted));
    }

    @Test
    void theFilesKeepTheMigrationsOrder() {
        assertThat(List.copyOf(SupabaseSchema.files().keySet()))
                .isSorted()
                .allMatch(name -> name.matches("[0-9]{14}_[a-z0-9_]+\\.sql"));
    }

    @Test
    void flywayGoesOnWhereTheScriptEnded() throws SQLException {
        var migrated = SupabaseDatabase.create();
        Schema.migrate(DatabaseUrl.parse(migrated), true);
        assertThat(Catalogue.of(migrated)).isEqualTo(Catalogue.of(scripted));
        assertThat(Catalogue.history(scripted)).isEqualTo(Catalogue.history(migrated));
        Schema.migrate(DatabaseUrl.parse(scripted), true);
        assertThat(Catalogue.history(scripted)).isEqualTo(Catalogue.history(migrated));
    }

    @Test
    void aDatabaseWithoutSupabaseAuthIsNotTheProjects() {
        var url = DatabaseUrl.parse(TestPostgres.newDatabase());
        assertThatThrownBy(() -> Schema.migrate(url, true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not the database of the project");
    }

    /** The build writes the files anew; what is left to do is to commit them. */
    @Test
    void theCommittedFilesAreCurrent() throws IOException {
        assertThat(FOLDER.resolve("schema.sql"))
                .as("run scripts/supabase-schema.sh and commit what changed in %s", FOLDER)
                .hasContent(SupabaseSchema.script());
        for (var file : SupabaseSchema.files().entrySet()) {
            assertThat(FOLDER.resolve("migrations").resolve(file.getKey()))
                    .hasContent(file.getValue());
        }
        try (var files = Files.list(FOLDER.resolve("migrations"))) {
            assertThat(files).hasSize(SupabaseSchema.files().size());
        }
    }

    private static void run(String url, String script) throws SQLException {
        try (var connection = DatabaseUrl.parse(url).dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(script);
        }
    }
}
