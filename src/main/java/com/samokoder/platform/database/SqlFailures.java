package com.samokoder.platform.database;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Turns what the database reports into the one vocabulary. The SQLSTATE and, for exceptions that
 * our own functions raise, the message decide; details and hints may quote rows and are never read.
 */
final class SqlFailures {
    static final Duration RETRY_SOON = Duration.ofSeconds(2);
    private static final Set<String> TRANSIENT = Set.of("40001", "40P01", "55P03");

    /** Values that no column or parameter of ours takes, among them text with a NUL. */
    private static final Set<String> INVALID_VALUE =
            Set.of("23502", "23514", "22P02", "22001", "22003", "22007", "22008", "22021", "22P05");

    private SqlFailures() {}

    /** Whether the same call may be made again at once. */
    static boolean isTransient(SQLException failure) {
        var state = failure.getSQLState();
        return state != null && TRANSIENT.contains(state) && !state.equals("55P03");
    }

    static ApiException translate(SQLException failure) {
        var state = failure.getSQLState();
        return translate(state, messageOf(failure)).withCause(new SqlFailure(state, failure));
    }

    /**
     * @param state SQLSTATE, or null where the server could not be reached
     * @param message the message alone, without detail, hint and context
     */
    static ApiException translate(@Nullable String state, @Nullable String message) {
        if (state == null || isUnavailable(state)) {
            return ApiException.of(ErrorCode.UNAVAILABLE).withRetryAfter(RETRY_SOON);
        }
        if (state.startsWith("PT")) {
            return ApiException.of(named(message).orElseGet(() -> byStatus(state)));
        }
        if (INVALID_VALUE.contains(state)) {
            return ApiException.of(ErrorCode.INVALID_REQUEST);
        }
        return switch (state) {
            case "23505", "23503", "23P01" -> ApiException.of(ErrorCode.CONFLICT);
            case "42501" -> ApiException.of(ErrorCode.FORBIDDEN);
            default -> ApiException.of(ErrorCode.INTERNAL);
        };
    }

    /** The same for what another server reports in the database's name. */
    static ApiException reported(String state, String message) {
        return translate(state, message).withCause(new SqlFailure(state, message));
    }

    private static boolean isUnavailable(String state) {
        return state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57")
                || TRANSIENT.contains(state);
    }

    private static Optional<ErrorCode> named(@Nullable String message) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.code().equals(message))
                .findFirst();
    }

    private static ErrorCode byStatus(String state) {
        return switch (state) {
            case "PT400" -> ErrorCode.INVALID_REQUEST;
            case "PT403" -> ErrorCode.FORBIDDEN;
            case "PT404" -> ErrorCode.NOT_FOUND;
            case "PT409" -> ErrorCode.CONFLICT;
            case "PT412" -> ErrorCode.VERSION_CONFLICT;
            case "PT413" -> ErrorCode.TOO_LARGE;
            default -> ErrorCode.INTERNAL;
        };
    }

    private static @Nullable String messageOf(SQLException failure) {
        if (failure instanceof PSQLException reported && reported.getServerErrorMessage() != null) {
            return reported.getServerErrorMessage().getMessage();
        }
        return null;
    }

    /** A database's failure without the rows it may quote. */
    static final class SqlFailure extends RuntimeException {
        SqlFailure(@Nullable String state, SQLException failure) {
            super(describe(state, failure));
            setStackTrace(failure.getStackTrace());
        }

        SqlFailure(String state, String message) {
            super("SQLSTATE " + state + ", " + message);
        }

        private static String describe(@Nullable String state, SQLException failure) {
            var message = messageOf(failure);
            var kind = failure.getClass().getSimpleName().toLowerCase(Locale.ROOT);
            return "SQLSTATE " + state + ", " + (message == null ? kind : message);
        }
    }
}
