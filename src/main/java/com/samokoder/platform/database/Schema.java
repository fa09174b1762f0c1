package com.samokoder.platform.database;

import org.flywaydb.core.Flyway;

import java.sql.SQLException;
import java.util.Objects;

/** Brings a database's schema up to this program's version. */
final class Schema {
    private Schema() {}

    /**
     * @param supabase whether the database has Supabase's own roles and {@code auth} schema, which
     *     are left alone
     */
    static void migrate(DatabaseUrl url, boolean supabase) {
        var flyway =
                Flyway.configure()
                        .dataSource(url.dataSource())
                        // In "public" PostgREST would show the history to everybody.
                        .defaultSchema("samo_meta")
                        .createSchemas(true)
                        .locations(
                                supabase
                                        ? new String[] {"classpath:db/migration"}
                                        : new String[] {
                                            "classpath:db/local", "classpath:db/migration"
                                        })
                        .outOfOrder(false)
                        .validateMigrationNaming(true)
                        .load();
        flyway.migrate();
        note(url, Integer.parseInt(version(flyway)));
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
