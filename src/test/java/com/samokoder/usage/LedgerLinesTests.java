package com.samokoder.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

@ServiceTest
class LedgerLinesTests {
    private static final Duration AMPLE = Duration.ofSeconds(20);
    private static final UUID GONE = UUID.fromString("00000000-0000-4000-8000-00000000dead");

    @Autowired Purses purses;

    private final List<UUID> written = new ArrayList<>();
    private final LedgerLines lines = new LedgerLines(_ -> List.of(), this::settle);
    private boolean away = true;

    private List<Boolean> settle(List<Settlement> entries) {
        if (away) {
            throw ApiException.of(ErrorCode.UNAVAILABLE);
        }
        if (entries.stream().anyMatch(entry -> entry.userId().equals(GONE))) {
            throw ApiException.notFound();
        }
        entries.forEach(entry -> written.add(entry.userId()));
        return entries.stream().map(_ -> Boolean.TRUE).toList();
    }

    private void owe(UUID user) {
        assertThatThrownBy(() -> lines.settle(new Settlement(user, null, "0.5", null)))
                .isInstanceOf(ApiException.class);
    }

    @Test
    void aRowOfADeletedUserDoesNotHoldUpTheOthers() {
        var first = new UUID(0, 1);
        var last = new UUID(0, 2);
        List.of(first, GONE, last).forEach(this::owe);
        assertThatThrownBy(() -> lines.catchUp(AMPLE)).isInstanceOf(ApiException.class);
        away = false;
        lines.catchUp(AMPLE);
        lines.catchUp(AMPLE);
        assertThat(written).containsExactly(first, last);
    }

    @Test
    void whatWaitsIsWrittenWhenTheServiceStops() {
        var user = new UUID(0, 3);
        owe(user);
        away = false;
        var keeper = new PurseKeeper(purses, lines);
        keeper.start();
        keeper.stop();
        assertThat(written).containsExactly(user);
    }
}
