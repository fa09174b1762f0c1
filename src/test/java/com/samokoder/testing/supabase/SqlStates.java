package com.samokoder.testing.supabase;

import org.postgresql.util.PSQLException;

import java.sql.SQLException;

/** How the server turns what the database reports into a status. */
final class SqlStates {
    private SqlStates() {}

    static PostgrestFailure failure(SQLException reported, boolean anonymous) {
        var server = reported instanceof PSQLException known ? known.getServerErrorMessage() : null;
        if (server == null || "FATAL".equals(server.getSeverity())) {
            return PostgrestFailure.of(
                    503,
                    "PGRST001",
                    "Database client error. Retrying the connection.",
                    "no connection to the server\n",
                    null);
        }
        var state = reported.getSQLState();
        int status = status(state, anonymous);
        var failure =
                PostgrestFailure.of(
                        status, state, server.getMessage(), server.getDetail(), server.getHint());
        return status == 401 && state.equals("42501")
                ? failure.with("WWW-Authenticate", "Bearer")
                : failure;
    }

    static int status(String state, boolean anonymous) {
        if (state.matches("PT\\d{3}")) {
            return Integer.parseInt(state.substring(2));
        }
        return switch (state) {
            case "23503", "23505" -> 409;
            case "25006" -> 405;
            case "53400" -> 500;
            case "57P01" -> 503;
            case "2F005", "P0001", "21001", "26000" -> 400;
            case "42883", "42P01" -> 404;
            case "42P17" -> 500;
            case "42501" -> anonymous ? 401 : 403;
            default -> byClass(state);
        };
    }

    private static int byClass(String state) {
        return switch (state.substring(0, 2)) {
            case "08", "53" -> 503;
            case "28", "0L", "0P" -> 403;
            case "09", "21", "25", "2D", "38", "39", "3B", "40", "54", "55", "57", "58" -> 500;
            case "F0", "HV", "P0", "XX" -> 500;
            default -> 400;
        };
    }
}
