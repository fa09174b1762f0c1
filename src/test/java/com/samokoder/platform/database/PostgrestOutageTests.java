package com.samokoder.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.testing.RestartablePostgres;
import com.samokoder.testing.supabase.PostgrestVersion;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A database that goes away behind PostgREST, which each version takes in its own way. */
@Execution(ExecutionMode.CONCURRENT)
class PostgrestOutageTests {
    @TempDir Path folder;

    @Test
    void saysUnavailableWhileTheServerIsAwayAndRecoversByItself() {
        try (var server = new RestartablePostgres(folder)) {
            Schema.migrate(DatabaseUrl.parse(server.url()), false);
            var databases =
                    List.of(
                            behind(PostgrestVersion.FOURTEEN, server.url()),
                            behind(PostgrestVersion.SIXTEEN, server.url()));
            assertThat(databases).allMatch(PostgrestOutageTests::answers);

            server.stop();
            for (var database : databases) {
                var failure = catchThrowableOfType(ApiException.class, () -> answers(database));
                assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                assertThat(failure.retryAfter()).isPositive();
            }

            server.start();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .ignoreExceptionsInstanceOf(ApiException.class)
                    .until(() -> databases.stream().allMatch(PostgrestOutageTests::answers));
        }
    }

    private static Database behind(PostgrestVersion version, String url) {
        return new PostgrestFixture(version, url).database(_ -> Optional.empty(), true);
    }

    private static boolean answers(Database database) {
        return database.call(Caller.service(), "samo_ping", Map.of()).isPresent();
    }
}
