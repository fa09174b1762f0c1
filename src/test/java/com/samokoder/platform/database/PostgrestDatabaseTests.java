package com.samokoder.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.testing.supabase.PostgrestVersion;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.UUID;

class PostgrestDatabaseTests {
    private static final PostgrestFixture TWELVE = new PostgrestFixture(PostgrestVersion.TWELVE);
    private static final PostgrestFixture SIXTEEN = new PostgrestFixture(PostgrestVersion.SIXTEEN);

    @Nested
    class OnTwelve extends OverHttp {
        OnTwelve() {
            super(TWELVE);
        }
    }

    @Nested
    class OnFourteen extends OverHttp {
        OnFourteen() {
            super(PostgrestFixture.shared());
        }
    }

    @Nested
    class OnSixteen extends OverHttp {
        OnSixteen() {
            super(SIXTEEN);
        }
    }

    @Nested
    class WithTheServiceKey extends DatabaseContract {
        @Override
        Database database() {
            return SIXTEEN.withServiceKey();
        }

        @Override
        String databaseUrl() {
            return SIXTEEN.databaseUrl();
        }

        @Override
        String usersRole() {
            return "service_role";
        }
    }

    private abstract static class OverHttp extends DatabaseContract {
        private final PostgrestFixture postgrest;

        OverHttp(PostgrestFixture postgrest) {
            this.postgrest = postgrest;
        }

        @Override
        Database database() {
            return postgrest.withUserTokens();
        }

        @Override
        String databaseUrl() {
            return postgrest.databaseUrl();
        }

        @Override
        String usersRole() {
            return "authenticated";
        }

        @Test
        void keepsUsersFromTheServicesFunctions() {
            assertThat(codeOf(Caller.user(new UUID(1, 1)), "probe_service", Map.of()))
                    .isEqualTo(ErrorCode.FORBIDDEN);
        }
    }
}
