package com.samokoder.usage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.usage.RunPayerRepository.RunPayer;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.time.Duration;
import java.util.UUID;

/** Remembers for a few seconds who pays: a run makes many calls, and its payer seldom changes. */
@Service
class RunPayerService implements RunPayers {
    private static final Duration REMEMBERED = Duration.ofSeconds(5);
    private static final int MOST = 10_000;

    private final RunPayerRepository payers;
    private final Cache<Place, RunPayer> known =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();

    RunPayerService(RunPayerRepository payers) {
        this.payers = payers;
    }

    @Override
    public void set(UserId user, UUID run, @Nullable UUID accessTokenId) {
        payers.set(user, run, accessTokenId);
        known.invalidate(new Place(user, run));
    }

    @Override
    public @Nullable UUID accessTokenOf(UserId user, UUID run) {
        var payer =
                known.get(
                        new Place(user, run),
                        _ -> payers.find(user, run).orElse(new RunPayer(null, false)));
        if (payer.revoked()) {
            throw ApiException.of(ErrorCode.BUDGET_EXCEEDED, "usage.payer_revoked");
        }
        return payer.accessTokenId();
    }

    private record Place(UserId user, UUID run) {}
}
