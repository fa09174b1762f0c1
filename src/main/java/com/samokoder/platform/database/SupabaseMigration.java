package com.samokoder.platform.database;

import org.springframework.core.io.Resource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * One migration.
 *
 * @param number the version as its file spells it
 * @param text the file's, byte for byte
 */
record SupabaseMigration(String number, String description, String file, String text) {
    private static final Pattern NAME = Pattern.compile("V([0-9]+)__([a-z0-9_]+)\\.sql");

    /** A block that does nothing where the migration was applied before, by whatever means. */
    private static final String GUARDED =
            """

            do $samokoder$
            begin
                if not exists (
                    select from samo_meta.flyway_schema_history where version = '%1$s' and success
                ) then
                    execute $samokoder_%1$s$
            %2$s
            $samokoder_%1$s$;
                    insert into samo_meta.flyway_schema_history (
                        installed_rank, version, description, type, script, checksum, installed_by,
                        execution_time, success
                    )
                    select coalesce(max(installed_rank), 0) + 1, '%1$s', '%3$s', 'SQL', '%4$s', %5$d,
                        current_user, 0, true
                    from samo_meta.flyway_schema_history;
                end if;
                %6$s
            end
            $samokoder$;
            """;

    /** The migration that brings the note of the version which starts over HTTP ask for. */
    private static final int NOTED_SINCE = 600;

    static SupabaseMigration of(Resource file) throws IOException {
        var name = String.valueOf(file.getFilename());
        var parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new IllegalStateException("not a migration's name: " + name);
        }
        return new SupabaseMigration(
                parts.group(1),
                parts.group(2).replace('_', ' '),
                name,
                file.getContentAsString(StandardCharsets.UTF_8));
    }

    int version() {
        return Integer.parseInt(number);
    }

    /** Flyway's: over the lines without their ends. */
    int checksum() {
        var checksum = new CRC32();
        text.lines().forEach(line -> checksum.update(line.getBytes(StandardCharsets.UTF_8)));
        return (int) checksum.getValue();
    }

    String guarded() {
        if (text.contains("$samokoder")) {
            throw new IllegalStateException(file + " holds the quotes that go around it");
        }
        var note =
                version() < NOTED_SINCE
                        ? "-- Its version is not noted."
                        : "perform samo.schema_reached(%d);".formatted(version());
        return GUARDED.formatted(number, text.strip(), description, file, checksum(), note);
    }
}
