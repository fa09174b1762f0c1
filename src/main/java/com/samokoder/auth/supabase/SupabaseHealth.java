package com.samokoder.auth.supabase;

import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;
import com.samokoder.platform.database.SupabaseSchema;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.http.OriginHttp;
import com.samokoder.platform.supabase.OnSupabase;
import com.samokoder.platform.web.HealthCheck;

import org.springframework.stereotype.Component;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.Map;

/**
 * Whether the project works for this service: its Auth answers and accepts the service's key, and
 * its database holds the schema of this version.
 */
@OnSupabase
@Component
final class SupabaseHealth implements HealthCheck {
    private final AuthCalls calls;
    private final Database database;
    private final JsonMapper json;
    private final int wanted = SupabaseSchema.latest();

    SupabaseHealth(AuthCalls calls, Database database, JsonMapper json) {
        this.calls = calls;
        this.database = database;
        this.json = json;
    }

    @Override
    public String name() {
        return "supabase";
    }

    @Override
    public Outcome check() {
        try {
            if (!isAuth(calls.open("health"))) {
                return Outcome.failed("what answers at SUPABASE_URL is not Supabase Auth");
            }
            calls.getAsService("admin/users?page=1&per_page=1");
            return schema();
        } catch (IOException lost) {
            return Outcome.failed("Supabase Auth does not answer");
        } catch (AuthRefusal refused) {
            return Outcome.failed("Supabase Auth refuses the service key: " + refused.status());
        } catch (ApiException unavailable) {
            return Outcome.failed("the project does not answer");
        }
    }

    private boolean isAuth(OriginHttp.Answer answer) {
        try {
            return answer.successful()
                    && json.readTree(answer.body()).path("name").asString("").equals("GoTrue");
        } catch (JacksonException page) {
            return false;
        }
    }

    private Outcome schema() {
        int version =
                database.call(Caller.service(), "samo_schema", Map.of())
                        .map(schema -> schema.path("version").asInt(0))
                        .orElse(0);
        return version >= wanted
                ? Outcome.ok()
                : Outcome.failed("the schema is at " + version + ", this version needs " + wanted);
    }
}
