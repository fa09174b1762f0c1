package com.samokoder.projects;

import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Database;
import com.samokoder.platform.database.PostgrestFixture;
import com.samokoder.platform.json.StrictJson;

import org.junit.jupiter.api.Nested;

import tools.jackson.databind.json.JsonMapper;

class PostgrestProjectRepositoryTests {
    private static final PostgrestFixture POSTGREST = PostgrestFixture.shared();

    @Nested
    class WithTheUsersToken extends OverHttp {
        @Override
        Database database() {
            return POSTGREST.withUserTokens();
        }
    }

    @Nested
    class WithTheServiceKey extends OverHttp {
        @Override
        Database database() {
            return POSTGREST.withServiceKey();
        }
    }

    private abstract static class OverHttp extends ProjectRepositoryContract {
        @Override
        JsonMapper json() {
            return StrictJson.mapper();
        }

        @Override
        UserId newUser() {
            return POSTGREST.sql().newUser();
        }
    }
}
