package com.samokoder.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.keys.KeySealer.Place;
import com.samokoder.platform.secrets.SealBroken;
import com.samokoder.platform.secrets.Sealed;
import com.samokoder.platform.secrets.Secret;
import com.samokoder.platform.secrets.TestKeys;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

class KeySealerTests {
    private static final Place PLACE = new Place(new UUID(0, 1), new UUID(0, 2), "openai");
    private static final Secret KEY = new Secret("a-key-of-a-user");

    private final KeySealer sealer = new KeySealer(TestKeys.of("first"));

    @Test
    void opensWhatItSealed() {
        assertThat(sealer.open(PLACE, sealed()).reveal()).isEqualTo(KEY.reveal());
    }

    @Test
    void opensNothingThatWasCopiedElsewhere() {
        var sealed = sealed();
        assertBroken(new Place(new UUID(9, 9), PLACE.id(), "openai"), sealed);
        assertBroken(new Place(PLACE.owner(), new UUID(9, 9), "openai"), sealed);
        assertBroken(new Place(PLACE.owner(), PLACE.id(), "anthropic"), sealed);
    }

    @Test
    void opensNothingThatWasChanged() {
        var sealed = sealed();
        sealed.ciphertext()[3] ^= 1;
        assertBroken(PLACE, sealed);
    }

    @Test
    void showsNothingOfTheKey() {
        var written = sealer.seal(PLACE, KEY);
        assertThat(new String(written.ciphertext(), StandardCharsets.ISO_8859_1))
                .doesNotContain(KEY.reveal());
        assertThat(written.lastFour()).isEqualTo("user");
        assertThat(written.toString()).doesNotContain(KEY.reveal());
    }

    @Test
    void marksAKeyAlikeBeforeAndAfterARotation() {
        var before = sealer.fingerprints(PLACE.owner(), KEY);
        var between = new KeySealer(TestKeys.of("second", "first"));
        assertThat(between.fingerprints(PLACE.owner(), KEY)).hasSize(2).containsAll(before);
        assertThat(sealer.fingerprints(new UUID(9, 9), KEY)).doesNotContainAnyElementsOf(before);
    }

    private Sealed sealed() {
        var written = sealer.seal(PLACE, KEY);
        return new Sealed(written.scheme(), written.kekId(), written.nonce(), written.ciphertext());
    }

    private void assertBroken(Place place, Sealed sealed) {
        assertThatThrownBy(() -> sealer.open(place, sealed)).isInstanceOf(SealBroken.class);
    }
}
