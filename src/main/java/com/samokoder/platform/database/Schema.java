package com.samokoder.platform.database;

import org.flywaydb.core.Flyway;

import java.sql.SQLException;
import java.util.Objects;

/** Brings a database's schema up to this program's version. */
final class Schema {
    /** In "public" PostgREST would show the history to everybody. */
    static final String HISTORY = "samo_meta";

    static final String[] SUPABASE = {"classpath:db/supabase", "classpath:db/migration"};

    private static final String[] PLAIN = {"classpath:db/local", "classpath:db/migration"};

    private Schema() {}

    /**
     * @param supabase whether the database has Supabase's own roles and {@code auth} schema, which
     *     are left alone
     */
    static void migrate(DatabaseUrl url, boolean supabase) {
        if (supabase) {
            requireProject(url);
        }
        var flyway =
                Flyway.configure()
                        .dataSource(url.dataSource())
                        .defaultSchema(HISTORY)
                        .createSchemas(true)
                        .locations(supabase ? SUPABASE : PLAIN)
                        .outOfOrder(false)
                        .validateMigrationNaming(true)
                        .load();
        flyway.migrate();
        note(url, Integer.parseInt(version(flyway)));
    }

    private static void requireProject(DatabaseUrl url) {
        try (var connection = url.dataSource().getConnection();
                var statement = connection.createStatement();
                var answer =
                        statement.executeQuery("select to_regclass('auth.users') is not null")) {
            if (!answer.next() || !answer.getBoolean(1)) {
                throw new IllegalStateException(
                        "DATABASE_URL is not the database of the project that SUPABASE_URL names:"
                                + " Supabase Auth keeps no users in it");
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(
                    "the database of DATABASE_URL cannot be reached (SQLSTATE "
                            + failed.getSQLState()
                            + ")");
        }
    }

    private static String version(Flyway flyway) {
        return Objects.requireNonNull(flyway.info().current()).getVersion().toString();
    }

    /** Flyway's history is nobody's to read but the owner's; starts over HTTP ask this instead. */
    private static void note(DatabaseUrl url, int version) {
        try (var connection = url.dataSource().getConnection();
                var note = connection.prepareStatement("select samo.schema_reached(?)")) {
            note.setInt(1, version);
            note.execute();
        } catch (SQLException failed) {
            throw new IllegalStateException(
                    "the schema's version cannot be noted: SQLSTATE " + failed.getSQLState());
        }
    }
}
