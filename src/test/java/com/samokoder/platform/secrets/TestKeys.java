package com.samokoder.platform.secrets;

import java.util.Arrays;

/** Master keys for tests that rotate them. */
public final class TestKeys {
    private TestKeys() {}

    /** Master keys of these names, newest first. */
    public static MasterKeys of(String... names) {
        return new MasterKeys(
                Arrays.stream(names).map(name -> new KeyPair(name, "salt of " + name)).toList());
    }
}
