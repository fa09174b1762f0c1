package com.samokoder.auth.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.util.Arrays;
import java.util.Map;

/** Who does not know the password learns nothing about the account. */
@ServiceTest
class EnumerationTests {
    private static final int SAMPLES = 16;

    @Autowired Api api;

    @Test
    void signingInTakesAsLongForAnUnknownUser() {
        var known = new long[SAMPLES];
        var unknown = new long[SAMPLES];
        var users = new Signed[] {Signed.up(api), Signed.up(api), Signed.up(api), Signed.up(api)};
        guess(Api.newEmail());
        // Taken in turn, so that a busy machine slows both down alike.
        for (int index = 0; index < SAMPLES; index++) {
            known[index] = time(users[index % users.length].email());
            unknown[index] = time(Api.newEmail());
        }

        assertThat((double) median(unknown) / median(known)).isCloseTo(1.0, within(0.4));
    }

    @Test
    void tooManyWrongGuessesAreStoppedWithOrWithoutAnAccount() {
        for (var email : new String[] {Signed.up(api).email(), Api.newEmail()}) {
            for (int index = 0; index < 10; index++) {
                guess(email).expectProblem(401, "invalid_credentials");
            }
            var stopped = guess(email).expectProblem(429, "rate_limited");
            assertThat(stopped.header("Retry-After")).isEqualTo("30");
        }
    }

    private long time(String email) {
        long start = System.nanoTime();
        guess(email).expectProblem(401, "invalid_credentials");
        return System.nanoTime() - start;
    }

    private Answer guess(String email) {
        return api.post("/api/auth/login", Map.of("email", email, "password", "not the password"));
    }

    private static long median(long[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
