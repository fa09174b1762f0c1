package com.samokoder.platform.database;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * This program's schema for a Supabase project that is reached over HTTP alone: one script for its
 * SQL editor, and files for its command line. Both say the same, may be run again at any time, and
 * leave the history that Flyway would have written, so that Flyway goes on from there.
 */
public final class SupabaseSchema {
    /**
     * The files' names begin with a time; ours are as many seconds after this one as the version.
     */
    private static final LocalDateTime EPOCH = LocalDateTime.of(2026, 1, 1, 0, 0);

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private static final String HEAD =
            """
            -- The database of Samokoder, for a Supabase project. Made from the migrations: change those.
            --
            -- Paste all of it into the project's SQL editor and run it, or: psql "$URL" -f schema.sql
            -- It may be run again: what is there already is left alone.

            begin;
            select pg_advisory_xact_lock(7305814);
            """;

    /** As Flyway makes it, where Flyway looks for it. */
    private static final String HISTORY =
            """

            create schema if not exists samo_meta;
            revoke all on schema samo_meta from public;
            create table if not exists samo_meta.flyway_schema_history (
                installed_rank integer not null constraint flyway_schema_history_pk primary key,
                version varchar(50),
                description varchar(200) not null,
                type varchar(20) not null,
                script varchar(1000) not null,
                checksum integer,
                installed_by varchar(100) not null,
                installed_on timestamp not null default now(),
                execution_time integer not null,
                success boolean not null
            );
            create index if not exists flyway_schema_history_s_idx
                on samo_meta.flyway_schema_history (success);
            """;

    private static final String FOOT =
            """

            notify pgrst, 'reload schema';
            commit;
            """;

    private SupabaseSchema() {}

    /** The one script. */
    public static String script() {
        var script = new StringBuilder(HEAD).append(HISTORY);
        migrations().forEach(migration -> script.append(migration.guarded()));
        return script.append(FOOT).toString();
    }

    /** The files for {@code supabase db push}, by name. */
    public static Map<String, String> files() {
        var files = new LinkedHashMap<String, String>();
        for (var migration : migrations()) {
            var history = files.isEmpty() ? HISTORY : "";
            files.put(name(migration), history + migration.guarded());
        }
        return files;
    }

    /** The version that this program needs. */
    public static int latest() {
        return migrations().getLast().version();
    }

    private static String name(SupabaseMigration migration) {
        var stamp = EPOCH.plusSeconds(migration.version()).format(STAMP);
        return stamp + "_" + migration.description().replace(' ', '_') + ".sql";
    }

    static List<SupabaseMigration> migrations() {
        var migrations = new ArrayList<SupabaseMigration>();
        var resources = new PathMatchingResourcePatternResolver();
        try {
            for (var location : Schema.SUPABASE) {
                for (var file : resources.getResources(everywhere(location))) {
                    migrations.add(SupabaseMigration.of(file));
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        migrations.sort(Comparator.comparingInt(SupabaseMigration::version));
        return migrations;
    }

    /** The jar's folders, too. */
    private static String everywhere(String location) {
        return location.replace("classpath:", "classpath*:") + "/V*.sql";
    }

    /**
     * Writes the script and, in a folder {@code migrations} beside it, the files.
     *
     * @param arguments the folder
     */
    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[0]);
        var files = Files.createDirectories(folder.resolve("migrations"));
        Files.writeString(folder.resolve("schema.sql"), script());
        var wanted = files();
        try (var present = Files.list(files)) {
            for (var file : present.toList()) {
                if (!wanted.containsKey(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
        for (var file : wanted.entrySet()) {
            Files.writeString(files.resolve(file.getKey()), file.getValue());
        }
    }
}
