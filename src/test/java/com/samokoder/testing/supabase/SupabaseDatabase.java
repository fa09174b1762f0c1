package com.samokoder.testing.supabase;

import com.samokoder.platform.database.SupabaseSchema;
import com.samokoder.testing.TestPostgres;

import org.postgresql.ds.PGSimpleDataSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * A database as a new Supabase project has one: its roles, schema {@code auth} that belongs to
 * Supabase Auth, an owner who is no superuser, and default privileges that give new things in
 * {@code public} to everybody.
 */
public final class SupabaseDatabase {
    /** Stands for the project's {@code postgres}, who is no superuser there. */
    static final String OWNER = "supabase_project";

    private SupabaseDatabase() {}

    /** The URL of a new one, with its owner's login, in the form of {@code DATABASE_URL}. */
    public static String create() {
        return furnish(TestPostgres.newDatabase());
    }

    /** Makes an empty database look like a new one; needs the login of a superuser. */
    private static String furnish(String url) {
        var name = url.substring(url.lastIndexOf('/') + 1);
        try (var connection = TestPostgres.owner(url);
                var statement = connection.createStatement()) {
            statement.execute(script("project.sql"));
            statement.execute("alter database " + name + " owner to " + OWNER);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return url.replace("//postgres:", "//" + OWNER + ":");
    }

    /** One to which the script for the SQL editor was applied. */
    public static String withSchema() {
        return withSchema(TestPostgres.newDatabase());
    }

    static String withSchema(String empty) {
        var url = furnish(empty);
        var source = new PGSimpleDataSource();
        source.setURL("jdbc:" + url.replaceFirst("postgres://[^@]*@", "postgresql://"));
        source.setUser(OWNER);
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(SupabaseSchema.script());
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return url;
    }

    private static String script(String name) {
        try (var in = SupabaseDatabase.class.getResourceAsStream("/supabase/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
