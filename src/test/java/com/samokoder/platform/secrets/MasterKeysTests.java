package com.samokoder.platform.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;

class MasterKeysTests {
    private static final byte[] VALUE = "a provider's key".getBytes(UTF_8);

    private final MasterKeys keys = MasterKeysFixture.keys();

    @Test
    void opensWhatItSealed() {
        var sealed = keys.seal(VALUE, "provider-key", "user|row");

        assertThat(keys.open(sealed, "provider-key", "user|row")).isEqualTo(VALUE);
        assertThat(new String(sealed.ciphertext(), UTF_8)).doesNotContain("provider");
        assertThat(sealed.nonce()).hasSize(12);
    }

    @Test
    void refusesARowCopiedToAnotherOwner() {
        var sealed = keys.seal(VALUE, "provider-key", "user|row");

        assertThatThrownBy(() -> keys.open(sealed, "provider-key", "stranger|row"))
                .isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> keys.open(sealed, "signing-key", "user|row"))
                .isInstanceOf(SealBroken.class);
    }

    @Test
    void refusesEveryFlippedBit() {
        var sealed = keys.seal(VALUE, "provider-key", "user|row");

        for (int bit = 0; bit < 8 * sealed.ciphertext().length; bit++) {
            var changed = sealed.ciphertext().clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            var broken = new Sealed(1, sealed.kekId(), sealed.nonce(), changed);
            assertThatThrownBy(() -> keys.open(broken, "provider-key", "user|row"))
                    .isInstanceOf(SealBroken.class);
        }
    }

    @Test
    void opensOldValuesDuringARotationAndNoneAfterIt() {
        var old = keys.seal(VALUE, "provider-key", "user|row");
        var rotating = MasterKeysFixture.rotating();

        assertThat(rotating.open(old, "provider-key", "user|row")).isEqualTo(VALUE);
        var renewed = rotating.seal(VALUE, "provider-key", "user|row");

        assertThat(MasterKeysFixture.otherKeys().open(renewed, "provider-key", "user|row"))
                .isEqualTo(VALUE);
        assertThatThrownBy(
                        () -> MasterKeysFixture.otherKeys().open(old, "provider-key", "user|row"))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining("no master key");
    }

    @Test
    void neverUsesANonceTwice() {
        var nonces = new HashSet<String>();
        for (int count = 0; count < 10_000; count++) {
            nonces.add(HexFormat.of().formatHex(keys.seal(VALUE, "p", "c").nonce()));
        }
        assertThat(nonces).hasSize(10_000);
    }

    @Test
    void derivesADifferentKeyForEachPurpose() {
        assertThat(Arrays.equals(keys.derive("a").getEncoded(), keys.derive("b").getEncoded()))
                .isFalse();
        assertThat(keys.derive("a").getEncoded())
                .isEqualTo(MasterKeysFixture.keys().derive("a").getEncoded());
    }
}
