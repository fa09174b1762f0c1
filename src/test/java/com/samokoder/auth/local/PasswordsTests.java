package com.samokoder.auth.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.Semaphore;

class PasswordsTests {
    private final Passwords passwords = new Passwords();

    @Test
    void hashesWithArgon2idAtTheRecommendedCost() {
        assertThat(passwords.hash("correct horse")).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void twoHashesOfOnePasswordDiffer() {
        assertThat(passwords.hash("correct horse")).isNotEqualTo(passwords.hash("correct horse"));
    }

    @Test
    void matchesItsOwnHashOnly() {
        var hash = passwords.hash("correct horse");

        assertThat(passwords.match("correct horse", hash)).isTrue();
        assertThat(passwords.match("Correct horse", hash)).isFalse();
        assertThat(passwords.match("", hash)).isFalse();
    }

    @Test
    void nobodyHasNoPassword() {
        assertThat(passwords.match("the password of nobody", null)).isFalse();
    }

    @Test
    void whoWouldWaitTooLongIsSentAway() {
        var crowded = new Passwords(new Semaphore(0), Duration.ofMillis(10));

        assertThatThrownBy(() -> crowded.hash("correct horse"))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        sentAway -> {
                            assertThat(sentAway.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                            assertThat(sentAway.retryAfter()).isPositive();
                        });
    }
}
