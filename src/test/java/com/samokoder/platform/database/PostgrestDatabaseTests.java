package com.samokoder.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.secrets.Secret;
import com.samokoder.testing.supabase.PostgrestVersion;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
        void allowsForClocksThatAreHalfAMinuteApart() {
            assertThat(pings(Map.of("iat", 20, "nbf", 20, "exp", 3_600)))
                    .isEqualTo("authenticated");
            assertThat(pings(Map.of("iat", -3_600, "exp", -20))).isEqualTo("authenticated");
            assertThat(pings(Map.of("iat", 45, "exp", 3_600))).isEqualTo("unauthenticated");
            assertThat(pings(Map.of("iat", -3_600, "exp", -45))).isEqualTo("unauthenticated");
        }

        private String pings(Map<String, Integer> secondsFromNow) {
            var user = new UUID(8, 8);
            long now = Instant.now().getEpochSecond();
            var claims = new LinkedHashMap<String, Object>();
            claims.put("sub", user.toString());
            claims.put("role", "authenticated");
            secondsFromNow.forEach((claim, seconds) -> claims.put(claim, now + seconds));
            var token = new Secret(postgrest.project().keys().es256(claims));
            try {
                return postgrest
                        .database(_ -> Optional.of(token), true)
                        .call(Caller.user(user), "probe_who", Map.of())
                        .orElseThrow()
                        .path("role")
                        .stringValue();
            } catch (ApiException failure) {
                return failure.code().code();
            }
        }

        @Test
        void aTransactionThatMetAnotherIsRunAgainByWhomeverTheVersionLeavesItTo() {
            postgrest
                    .sql()
                    .asOwner(
                            """
                            create sequence if not exists public.probe_tries;
                            create or replace function public.probe_serial() returns jsonb
                            language plpgsql security definer as $$
                            declare
                                v_try bigint := nextval('public.probe_tries');
                            begin
                                if v_try % 3 <> 0 then
                                    raise exception using errcode = '40001', message = 'again';
                                end if;
                                return to_jsonb(v_try);
                            end $$;
                            notify pgrst, 'reload schema'
                            """);

            var tries = database().call(Caller.service(), "probe_serial", Map.of()).orElseThrow();

            assertThat(tries.intValue()).isEqualTo(3);
            postgrest
                    .sql()
                    .asOwner(
                            "drop function public.probe_serial; drop sequence public.probe_tries;"
                                    + " notify pgrst, 'reload schema'");
        }

        @Test
        void keepsUsersFromTheServicesFunctions() {
            assertThat(codeOf(Caller.user(new UUID(1, 1)), "probe_service", Map.of()))
                    .isEqualTo(ErrorCode.FORBIDDEN);
        }
    }
}
