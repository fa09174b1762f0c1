package com.samokoder.files.git;

import com.samokoder.platform.database.Database;
import com.samokoder.platform.database.PostgrestFixture;
import com.samokoder.platform.json.StrictJson;
import com.samokoder.testing.TestSql;

import org.junit.jupiter.api.Nested;

import tools.jackson.databind.json.JsonMapper;

class PostgrestHistoryRepositoryTests {
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

    private abstract static class OverHttp extends HistoryRepositoryContract {
        @Override
        JsonMapper json() {
            return StrictJson.mapper();
        }

        @Override
        TestSql sql() {
            return POSTGREST.sql();
        }
    }
}
