package com.samokoder.platform.database;

import com.samokoder.platform.errors.ApiException;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The schema that a database has, as it says itself.
 *
 * @param version of its newest migration; null where none was noted
 * @param repeatable the functions that may be called again where an answer got lost
 */
record InstalledSchema(@Nullable Integer version, Set<String> repeatable) {
    private static final String MIGRATIONS = "classpath*:db/migration/V*.sql";
    private static final Pattern FILE = Pattern.compile("V(\\d+)__.*\\.sql");
    private static final String UNKNOWN_FUNCTION = "PGRST202";
    private static final String COMMAND =
            ". Run `supabase db push`, or this version's supabase/schema.sql in the project's SQL"
                    + " editor, and then: notify pgrst, 'reload schema'";

    /**
     * Asks the database, and refuses one that is older than this program. A newer one serves older
     * programs too, for as long as an update takes.
     */
    static InstalledSchema demand(Database database, int wanted) {
        InstalledSchema installed;
        try {
            installed =
                    database.get(Caller.service(), "samo_schema", Map.of(), InstalledSchema.class);
        } catch (ApiException failure) {
            throw new IllegalStateException(explain(failure), failure);
        }
        if (installed.version() == null || installed.version() < wanted) {
            throw new IllegalStateException(
                    "the schema in the database of SUPABASE_URL is at version "
                            + installed.version()
                            + ", this program needs "
                            + wanted
                            + COMMAND);
        }
        return installed;
    }

    private static String explain(ApiException failure) {
        var cause = failure.getCause();
        var reason = cause == null ? failure.code().code() : String.valueOf(cause.getMessage());
        return reason.startsWith(UNKNOWN_FUNCTION)
                ? "the database of SUPABASE_URL has no schema of this program ("
                        + reason
                        + ")"
                        + COMMAND
                : "the database of SUPABASE_URL cannot be asked for its schema: " + reason;
    }

    /** The version of the newest migration that this program brings along. */
    static int newest() {
        try {
            var files = new PathMatchingResourcePatternResolver().getResources(MIGRATIONS);
            return Arrays.stream(files)
                    .map(file -> FILE.matcher(String.valueOf(file.getFilename())))
                    .filter(java.util.regex.Matcher::matches)
                    .mapToInt(name -> Integer.parseInt(name.group(1)))
                    .max()
                    .orElseThrow();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
