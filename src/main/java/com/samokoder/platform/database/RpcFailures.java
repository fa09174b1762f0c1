package com.samokoder.platform.database;

import com.samokoder.platform.database.RpcFailure.Outcome;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.http.CallNotSent;
import com.samokoder.platform.http.OriginHttp.Answer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.Optional;

/**
 * Turns what PostgREST and the gateway in front of it answer into the one vocabulary. A body's code
 * and, for the database's own failures, its message decide; details and hints may quote rows and
 * are never read. Whatever is no JSON of PostgREST's comes from the gateway, and its status
 * decides.
 */
final class RpcFailures {
    private static final Logger LOG = LoggerFactory.getLogger(RpcFailures.class);
    private static final int LONGEST = 1 << 16;

    private final JsonMapper json;

    RpcFailures(JsonMapper json) {
        this.json = json;
    }

    /** Whether the function answered; an error may carry any status, 200 included. */
    boolean answered(Answer answer) {
        return answer.successful() && answer.headers().get("Proxy-Status") == null;
    }

    RpcFailure of(String function, boolean userToken, Answer answer) {
        return body(answer)
                .map(body -> reported(function, userToken, answer.status(), body))
                .orElseGet(() -> gateway(answer.status()));
    }

    RpcFailure of(IOException failure) {
        var kind = failure.getClass().getSimpleName();
        return failure instanceof CallNotSent
                ? RpcFailure.unavailable(Outcome.NOTHING_DONE, "PostgREST cannot be reached")
                : RpcFailure.unavailable(Outcome.UNKNOWN, "no answer of PostgREST, " + kind);
    }

    private Optional<JsonNode> body(Answer answer) {
        if (answer.body().length > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(json.readTree(answer.body()))
                    .filter(body -> !body.path("code").asString("").isEmpty());
        } catch (JacksonException html) {
            return Optional.empty();
        }
    }

    private RpcFailure reported(String function, boolean userToken, int status, JsonNode body) {
        var code = body.path("code").asString("");
        var message = body.path("message").asString("");
        if (code.startsWith("PGRST")) {
            return server(function, userToken, code);
        }
        if (code.equals("22023") && status == 401) {
            return credential(userToken, code);
        }
        return new RpcFailure(SqlFailures.reported(code, message), outcome(code));
    }

    private static Outcome outcome(String state) {
        return switch (state.substring(0, Math.min(2, state.length()))) {
            case "40" -> state.equals("40003") ? Outcome.UNKNOWN : Outcome.NOTHING_DONE;
            case "53" -> Outcome.NOTHING_DONE;
            case "08" -> Outcome.UNKNOWN;
            case "57" -> state.equals("57014") ? Outcome.FINAL : Outcome.UNKNOWN;
            default -> Outcome.FINAL;
        };
    }

    private static RpcFailure server(String function, boolean userToken, String code) {
        return switch (code) {
            case "PGRST000", "PGRST002", "PGRST003" ->
                    RpcFailure.unavailable(Outcome.NOTHING_DONE, code);
            case "PGRST001" -> RpcFailure.unavailable(Outcome.UNKNOWN, code);
            case "PGRST301", "PGRST302", "PGRST303" -> credential(userToken, code);
            case "PGRST102" -> RpcFailure.lasting(ApiException.of(ErrorCode.INVALID_REQUEST));
            case "PGRST106", "PGRST125", "PGRST202", "PGRST203", "PGRST205" -> {
                LOG.error(
                        "PostgREST does not know the function {} ({}): the schema is not this"
                                + " program's, or the schema cache is old. Apply the migrations,"
                                + " then run: notify pgrst, 'reload schema'",
                        function,
                        code);
                yield RpcFailure.unavailable(Outcome.FINAL, code + " for " + function);
            }
            default ->
                    RpcFailure.lasting(
                            ApiException.of(ErrorCode.INTERNAL)
                                    .withCause(new RpcFailure.Reason(code + " for " + function)));
        };
    }

    /** A user signs in again; a key of ours is for the operator to set right. */
    private static RpcFailure credential(boolean userToken, String code) {
        if (userToken) {
            return RpcFailure.lasting(
                    ApiException.of(ErrorCode.UNAUTHENTICATED)
                            .withCause(new RpcFailure.Reason(code)));
        }
        LOG.error("Supabase refuses SUPABASE_SERVICE_ROLE_KEY ({})", code);
        return RpcFailure.unavailable(Outcome.FINAL, "the service key is refused, " + code);
    }

    private static RpcFailure gateway(int status) {
        return switch (status) {
            case 401, 403 -> {
                LOG.error("The gateway of Supabase refuses an API key with status {}", status);
                yield RpcFailure.unavailable(Outcome.FINAL, "an API key is refused");
            }
            case 408, 429 -> RpcFailure.unavailable(Outcome.NOTHING_DONE, "gateway: " + status);
            case 413 -> RpcFailure.lasting(ApiException.of(ErrorCode.TOO_LARGE));
            default -> {
                if (status < 500) {
                    LOG.error(
                            "No PostgREST answers at SUPABASE_URL, but something with {}", status);
                }
                yield RpcFailure.unavailable(
                        status < 500 && status >= 300 ? Outcome.FINAL : Outcome.UNKNOWN,
                        "gateway: " + status);
            }
        };
    }
}
