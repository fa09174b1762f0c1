package com.samokoder.keys;

import com.samokoder.keys.KeySealer.Place;
import com.samokoder.platform.secrets.MasterKeys;
import com.samokoder.platform.secrets.SealBroken;
import com.samokoder.platform.secrets.Sealed;
import com.samokoder.platform.secrets.SealedStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Seals the keys of all users under the newest master key, batch by batch. */
@Component
class KeyRotation implements SealedStore {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);
    private static final int BATCH = 200;

    private final OutdatedKeys keys;
    private final KeySealer sealer;
    private final MasterKeys masterKeys;

    KeyRotation(OutdatedKeys keys, KeySealer sealer, MasterKeys masterKeys) {
        this.keys = keys;
        this.sealer = sealer;
        this.masterKeys = masterKeys;
    }

    @Override
    public String name() {
        return "provider_keys";
    }

    /** Goes round until a round loses no key to somebody else's write. */
    @Override
    public Count reseal() {
        int resealed = 0;
        Round round;
        do {
            round = round();
            resealed += round.resealed();
        } while (round.overtaken() > 0);
        return new Count(resealed, round.unreadable());
    }

    private Round round() {
        var total = new Round(0, 0, 0);
        UUID after = null;
        List<SealedKey> batch;
        do {
            batch = keys.list(masterKeys.currentId(), after, BATCH);
            if (!batch.isEmpty()) {
                total = total.plus(reseal(batch));
                after = batch.getLast().id();
            }
        } while (batch.size() == BATCH);
        return total;
    }

    private Round reseal(List<SealedKey> batch) {
        var anew = new ArrayList<SealedKey.Resealed>();
        for (var key : batch) {
            try {
                anew.add(anew(key));
            } catch (SealBroken broken) {
                LOG.warn("Provider key {} stays as it is: {}", key.id(), broken.getMessage());
            }
        }
        int swapped = anew.isEmpty() ? 0 : keys.reseal(anew);
        return new Round(swapped, batch.size() - anew.size(), anew.size() - swapped);
    }

    private SealedKey.Resealed anew(SealedKey key) {
        Sealed old = Objects.requireNonNull(key.sealed());
        var place = Place.of(key);
        var written = sealer.seal(place, sealer.open(place, old));
        return new SealedKey.Resealed(
                key.id(),
                old.ciphertext(),
                written.scheme(),
                written.kekId(),
                written.nonce(),
                written.ciphertext(),
                written.fingerprint());
    }

    private record Round(int resealed, int unreadable, int overtaken) {
        Round plus(Round other) {
            return new Round(
                    resealed + other.resealed,
                    unreadable + other.unreadable,
                    overtaken + other.overtaken);
        }
    }
}
