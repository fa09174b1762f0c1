package com.samokoder.keys;

import com.samokoder.auth.UserId;
import com.samokoder.keys.KeySealer.Place;
import com.samokoder.llm.ProviderConnection;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.secrets.SealBroken;
import com.samokoder.platform.secrets.Secret;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.time.Clock;
import java.util.List;

/** Opens keys, each for one call of its owner, and keeps what the calls told about them. */
@Service
class VaultService implements KeyVault {
    private final KeyRepository keys;
    private final RememberedKeys remembered;
    private final KeySealer sealer;
    private final Clock clock;

    VaultService(KeyRepository keys, RememberedKeys remembered, KeySealer sealer, Clock clock) {
        this.keys = keys;
        this.remembered = remembered;
        this.sealer = sealer;
        this.clock = clock;
    }

    @Override
    public List<StoredKey> list(UserId user) {
        var now = clock.instant();
        return remembered.list(user).stream().map(row -> row.stored(now)).toList();
    }

    @Override
    public ProviderConnection open(UserId user, KeyId key) {
        var row = remembered.open(user, key).orElseThrow(ApiException::notFound);
        return new ProviderConnection(row.provider(), row.baseUrl(), secret(row));
    }

    private @Nullable Secret secret(SealedKey row) {
        var sealed = row.sealed();
        if (sealed == null) {
            return null;
        }
        try {
            return sealer.open(Place.of(row), sealed);
        } catch (SealBroken broken) {
            throw ApiException.of(ErrorCode.KEY_UNREADABLE).withCause(broken);
        }
    }

    /** Failures that say nothing about the key leave it as it is. */
    @Override
    public void observe(UserId user, KeyId key, @Nullable ProviderFailure failure) {
        if (failure == null) {
            keep(user, key, KeyStatus.VALID, null);
            return;
        }
        KeyStatus.toldBy(failure)
                .ifPresent(status -> keep(user, key, status, failure.code().code()));
    }

    private void keep(UserId user, KeyId key, KeyStatus status, @Nullable String reason) {
        keys.observe(user, key, status.word(), reason);
        remembered.forgetList(user);
    }
}
