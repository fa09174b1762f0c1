package com.samokoder.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;

import com.samokoder.platform.logging.RedactingEncoder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;

/** What is written down, and what is said when something breaks: statements 49 to 52. */
class RecordStatementTests {
    private static final int LINES = 10_000;
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    @DisplayName("49 (V16.2.5, V16.4.1): whatever is logged is one line of JSON without a secret")
    void linesStayLines() {
        var context = new LoggerContext();
        var encoder = new RedactingEncoder();
        encoder.setContext(context);
        encoder.setEnvironment("production");
        encoder.start();
        var random = new Random(16);
        var key = "sk-" + "proj-" + "Zq8".repeat(12);
        for (int index = 0; index < LINES; index++) {
            var text = text(random, key);
            var event =
                    new LoggingEvent(
                            "fuzz",
                            context.getLogger("fuzz"),
                            Level.WARN,
                            "{} said",
                            index % 7 == 0 ? new IllegalStateException(text) : null,
                            new Object[] {text});
            event.setMDCPropertyMap(Map.of("request_id", text));
            var line = new String(encoder.encode(event), StandardCharsets.UTF_8);
            assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
            assertThat(line).doesNotContain(key, "\r", "\u001b");
            assertThat(JSON.readTree(line).path("level").stringValue()).isEqualTo("WARN");
        }
    }

    private static String text(Random random, String key) {
        var text = new StringBuilder();
        for (int index = random.nextInt(40); index > 0; index--) {
            switch (random.nextInt(6)) {
                case 0 -> text.append((char) random.nextInt(32));
                case 1 -> text.append("\",\"level\":\"ERROR\"}\n{");
                case 2 -> text.append("\u001b[31m").append('\r');
                case 3 -> text.append((char) (0xd800 + random.nextInt(0x800)));
                case 4 -> text.append("\u2028\\").append("%n${x}");
                default -> text.appendCodePoint(32 + random.nextInt(0x3000));
            }
        }
        return random.nextInt(3) == 0 ? text + " Bearer " + key + " " : text.toString();
    }

    @Test
    @DisplayName("50 (V16.3.1, V16.3.2): who got in, who did not and what was changed is kept")
    void whatHappenedIsKept() {
        Proof.by(
                "auth.audit.AuditTests#theWaysInAndOutAreKept",
                "auth.audit.AuditTests#credentialsAndMoneyAreKept",
                "auth.audit.AuditTests#aWrongPasswordIsKeptWithoutItsAddress",
                "auth.audit.AuditTests#aKeyThatItsProviderRefusesIsKept",
                "auth.audit.AuditTests#nobodyChangesARow",
                "auth.audit.PostgrestAuditTests#theWaysInAndOutAreKept",
                "auth.audit.PostgrestAuditTests#nobodyChangesARow",
                "platform.audit.AuditJournalTests#whatHappenedIsALineAtOnceAndARowLater",
                "gateway.surface.NoSideDoorTests#everyDoorLeavesARowAndIsCountedByTheRateLimit");
    }

    @Test
    @DisplayName(
            "51 (V16.5.1, V16.5.4): a failure tells its request's id and nothing of the inside")
    void failuresTellNothing() {
        Proof.by(
                "platform.web.ProblemTests#tellsNothingOfAnUnexpectedFailure",
                "platform.web.ProblemTests#tellsEverythingAClientNeeds",
                "platform.database.PostgrestFaultTests#nothingThatRowsOrCredentialsSayIsRelayed",
                "platform.database.JdbcDatabaseTests#neverRelaysTheRowsThatAFailureQuotes",
                "llm.wire.FailureReaderTests#keepsNothingThatCouldBeAKey");
    }

    @Test
    @DisplayName("52 (V16.5.2, V16.5.3): what is away opens nothing that its presence would not")
    void nothingFailsOpen() {
        Proof.by(
                "platform.ratelimit.SharedRateLimiterTests"
                        + "#withoutTheDatabaseSignInIsClosedAndReadingIsCountedHere",
                "auth.identity.SupabaseSessionTests"
                        + "#whileSupabaseAuthIsDownOrdinaryCallsGoOnAndSensitiveOnesDoNot",
                "auth.supabase.PublishedKeysTests#oldKeysCountWhileNoNewOnesCanBeHadAndNotForever",
                "platform.database.DatabaseOutageTests"
                        + "#saysUnavailableWhileTheServerIsAwayAndRecoversByItself",
                "platform.database.PostgrestOutageTests"
                        + "#saysUnavailableWhileTheServerIsAwayAndRecoversByItself",
                "platform.audit.AuditJournalTests#rowsWaitForADatabaseThatIsAway",
                "gateway.MeteredModelTests#aLedgerThatCannotWriteStopsTheCall");
    }
}
