package com.samokoder.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.secrets.MasterKeysFixture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import tools.jackson.databind.JsonNode;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

class AuditJournalTests {
    private static final UUID USER = UUID.fromString("019aa1d2-7c10-7abc-8def-0123456789ac");
    private static final String ADDRESS = "ann@example.com";

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final ScriptedDatabase database = new ScriptedDatabase();
    private final AuditJournal journal =
            new AuditJournal(
                    new AuditRows(UUID::randomUUID, Clock.systemUTC(), MasterKeysFixture.keys()),
                    new AuditStore(database, new AuditProperties(365)),
                    new AuditLines());

    @BeforeEach
    void listen() {
        logged.start();
        for (var name : List.of("audit", AuditJournal.class.getName())) {
            ((Logger) LoggerFactory.getLogger(name)).addAppender(logged);
        }
    }

    @AfterEach
    void stop() {
        journal.stop();
        for (var name : List.of("audit", AuditJournal.class.getName())) {
            ((Logger) LoggerFactory.getLogger(name)).detachAppender(logged);
        }
    }

    @Test
    void whatHappenedIsALineAtOnceAndARowLater() {
        journal.record(
                AuditEntry.unproved(AuditEvent.PASSWORD_CHECK, AuditOutcome.REFUSED, ADDRESS));
        assertThat(logged.list)
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getLoggerName()).isEqualTo("audit");
                    assertThat(line.getFormattedMessage()).startsWith("password.check refused");
                    assertThat(line.getKeyValuePairs().toString())
                            .contains("audit_event=\"password.check\"", "audit_address_hash=")
                            .doesNotContain(ADDRESS);
                });
        journal.start();
        awaitRows(1);
        assertThat(database.rows.getFirst().addressHash()).hasSize(32);
    }

    @Test
    void rowsWaitForADatabaseThatIsAway() {
        database.away = true;
        journal.start();
        journal.record(AuditEntry.succeeded(AuditEvent.SESSION_SIGN_IN, USER));
        journal.record(AuditEntry.succeeded(AuditEvent.SESSION_SIGN_OUT, USER));
        Awaitility.await().until(() -> errors().size() == 1);
        database.away = false;
        awaitRows(2);
    }

    @Test
    void oneBadRowDoesNotTakeTheOthersDown() {
        database.refused = row -> row.event().equals("budget.change");
        journal.record(AuditEntry.succeeded(AuditEvent.SESSION_SIGN_IN, USER));
        journal.record(AuditEntry.succeeded(AuditEvent.BUDGET_CHANGE, USER));
        journal.record(AuditEntry.succeeded(AuditEvent.SESSION_SIGN_OUT, USER));
        journal.start();
        awaitRows(2);
        assertThat(errors()).singleElement().asString().contains("budget.change", USER.toString());
    }

    @Test
    void stoppingWritesWhatWaits() {
        journal.start();
        journal.record(AuditEntry.succeeded(AuditEvent.SESSION_SIGN_IN, USER));
        journal.stop();
        assertThat(database.rows).hasSize(1);
        assertThat(errors()).isEmpty();
    }

    @Test
    void whatIsLostIsToldLoudly() {
        database.away = true;
        journal.start();
        journal.record(AuditEntry.succeeded(AuditEvent.SESSION_SIGN_IN, USER));
        journal.stop();
        assertThat(errors()).anyMatch(line -> line.contains("was not kept"));
    }

    private void awaitRows(int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(database.rows).hasSize(count));
    }

    private List<String> errors() {
        return List.copyOf(logged.list).stream()
                .filter(line -> line.getLevel() == Level.ERROR)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** Keeps the rows that it is given, unless told otherwise. */
    private static final class ScriptedDatabase implements Database {
        private final List<AuditRow> rows = Collections.synchronizedList(new ArrayList<>());
        private volatile boolean away;
        private volatile Predicate<AuditRow> refused = _ -> false;

        @Override
        public Optional<JsonNode> call(Caller caller, String function, Map<String, ?> arguments) {
            if (away) {
                throw ApiException.of(ErrorCode.UNAVAILABLE);
            }
            var given = ((List<?>) arguments.get("entries")).stream().map(AuditRow.class::cast);
            var entries = given.toList();
            if (entries.stream().anyMatch(refused)) {
                throw ApiException.of(ErrorCode.INVALID_REQUEST);
            }
            rows.addAll(entries);
            return Optional.empty();
        }

        @Override
        public <T> Optional<T> find(
                Caller caller, String function, Map<String, ?> arguments, Class<T> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T get(Caller caller, String function, Map<String, ?> arguments, Class<T> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> List<T> list(
                Caller caller, String function, Map<String, ?> arguments, Class<T> type) {
            throw new UnsupportedOperationException();
        }
    }
}
