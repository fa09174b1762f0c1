package com.samokoder.platform.database;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

import javax.sql.DataSource;

/**
 * The functions that promise to change nothing: those declared stable or immutable. PostgreSQL does
 * not let them write by themselves, but they may call what does; in a transaction that may only
 * read, that fails, too.
 */
final class ReadingFunctions {
    private static final String QUERY =
            "select p.proname from pg_catalog.pg_proc p"
                    + " where p.pronamespace = 'public'::regnamespace and p.provolatile <> 'v'";

    private ReadingFunctions() {}

    static Set<String> in(DataSource database) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(QUERY)) {
            var names = new HashSet<String>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return Set.copyOf(names);
        } catch (SQLException failure) {
            throw SqlFailures.translate(failure);
        }
    }
}
