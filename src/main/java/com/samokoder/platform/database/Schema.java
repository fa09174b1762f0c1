package com.samokoder.platform.database;

import org.flywaydb.core.Flyway;

/** Brings a database's schema up to this program's version. */
final class Schema {
    private Schema() {}

    /**
     * @param supabase whether the database has Supabase's own roles and {@code auth} schema, which
     *     are left alone
     */
    static void migrate(DatabaseUrl url, boolean supabase) {
        Flyway.configure()
                .dataSource(url.dataSource())
                // In "public" PostgREST would show the history to everybody.
                .defaultSchema("samo_meta")
                .createSchemas(true)
                .locations(
                        supabase
                                ? new String[] {"classpath:db/migration"}
                                : new String[] {"classpath:db/local", "classpath:db/migration"})
                .outOfOrder(false)
                .validateMigrationNaming(true)
                .load()
                .migrate();
    }
}
