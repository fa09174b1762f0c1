package com.samokoder.auth.supabase;

import com.samokoder.platform.http.OneShotBody;
import com.samokoder.platform.http.OriginHttp;
import com.samokoder.platform.secrets.Secret;
import com.samokoder.platform.supabase.OnSupabase;
import com.samokoder.platform.supabase.SupabaseProject;
import com.samokoder.platform.supabase.SupabaseProperties;
import com.samokoder.platform.web.RequestOrigin;

import okhttp3.HttpUrl;
import okhttp3.Request;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * Calls of Supabase Auth. Each goes out once, except reading, which is tried again where no whole
 * answer came. What it answers is neither logged nor passed on.
 */
@OnSupabase
@Component
final class AuthCalls {
    private static final Duration READING = Duration.ofSeconds(3);
    private static final int ATTEMPTS = 2;

    /** Asks for error words that do not change, in one shape. */
    private static final String VERSION = "2024-01-01";

    private final SupabaseProject project;
    private final OriginHttp http;
    private final JsonMapper json;
    private final Duration timeout;

    AuthCalls(
            SupabaseProject project,
            OriginHttp http,
            JsonMapper json,
            SupabaseProperties properties) {
        this.project = project;
        this.http = http;
        this.json = json;
        this.timeout = properties.authTimeout();
    }

    /** Posts for somebody who is not signed in. */
    JsonNode post(String path, Map<String, ?> body) {
        return send(onBehalf(path).post(body(body)).build());
    }

    /** Posts for a signed-in user. */
    JsonNode post(String path, Secret jwt, Map<String, ?> body) {
        return send(as(jwt, path).post(body(body)).build());
    }

    JsonNode put(String path, Secret jwt, Map<String, ?> body) {
        return send(as(jwt, path).put(body(body)).build());
    }

    JsonNode get(String path, Secret jwt) {
        return read(as(jwt, path).get().build());
    }

    JsonNode delete(String path, Secret jwt) {
        return send(as(jwt, path).delete(body(Map.of())).build());
    }

    /** Reads with the rights of the service. */
    JsonNode getAsService(String path) {
        return read(project.serviceKey().authorise(request(path)).get().build());
    }

    /** Deletes with the rights of the service. */
    void deleteAsService(String path) {
        send(project.serviceKey().authorise(request(path)).delete(body(Map.of())).build());
    }

    /** Reads what anybody may read. */
    OriginHttp.Answer open(String path) throws IOException {
        return http.send(project.publicKey().identify(request(path)).get().build(), READING);
    }

    private Request.Builder as(Secret jwt, String path) {
        return onBehalf(path).header("Authorization", "Bearer " + jwt.reveal());
    }

    /**
     * Supabase Auth counts calls by address. It believes the one that we name if a secret key of
     * the new kind comes with it; otherwise all users share ours.
     */
    private Request.Builder onBehalf(String path) {
        var service = project.serviceKey();
        var origin = RequestOrigin.current();
        if (service.legacy() || origin.isEmpty()) {
            return project.publicKey().identify(request(path));
        }
        return service.identify(request(path)).header("Sb-Forwarded-For", origin.get().address());
    }

    private Request.Builder request(String path) {
        return new Request.Builder()
                .url(url(path))
                .header("Accept", "application/json")
                // A secret key that comes from what looks like a browser is refused.
                .header("User-Agent", "samokoder")
                .header("X-Supabase-Api-Version", VERSION);
    }

    private HttpUrl url(String path) {
        int question = path.indexOf('?');
        var segments = question < 0 ? path : path.substring(0, question);
        var url = project.path("auth/v1/" + segments);
        return (question < 0 ? url : url.query(path.substring(question + 1))).build();
    }

    private OneShotBody body(Map<String, ?> body) {
        return OneShotBody.json(json.writeValueAsBytes(body));
    }

    private JsonNode read(Request request) {
        for (int attempt = 1; ; attempt++) {
            try {
                return answered(http.send(request, READING), request);
            } catch (IOException lost) {
                if (attempt == ATTEMPTS) {
                    throw AuthErrors.unavailable().withCause(lost);
                }
            }
        }
    }

    private JsonNode send(Request request) {
        try {
            return answered(http.send(request, timeout), request);
        } catch (IOException lost) {
            throw AuthErrors.unavailable().withCause(lost);
        }
    }

    private JsonNode answered(OriginHttp.Answer answer, Request request) {
        if (!answer.successful()) {
            throw AuthErrors.read(answer, json);
        }
        return answer.body().length == 0 ? json.createObjectNode() : tree(answer, request);
    }

    private JsonNode tree(OriginHttp.Answer answer, Request request) {
        try {
            return json.readTree(answer.body());
        } catch (JacksonException garbled) {
            // Its message would quote the body.
            throw new AuthRefusal(answer.status(), "no_json", null);
        }
    }

    /** Reads an answer as what it should be. */
    <T> T as(JsonNode answer, Class<T> type) {
        try {
            return json.treeToValue(answer, type);
        } catch (JacksonException other) {
            throw new AuthRefusal(
                    200, "no_" + type.getSimpleName().toLowerCase(java.util.Locale.ROOT), null);
        }
    }

    /** A value that may be missing, for a body that leaves it out then. */
    static Map<String, Object> fields(@Nullable Object... namesAndValues) {
        var fields = new java.util.LinkedHashMap<String, Object>();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            var value = namesAndValues[index + 1];
            if (value != null) {
                fields.put(String.valueOf(namesAndValues[index]), value);
            }
        }
        return fields;
    }
}
