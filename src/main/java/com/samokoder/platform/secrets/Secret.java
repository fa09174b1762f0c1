package com.samokoder.platform.secrets;

import com.fasterxml.jackson.annotation.JsonIgnoreType;

/**
 * A credential in memory. It has no textual and no JSON form: only {@link #reveal()} gives the
 * value, and is called at the wire alone.
 */
@JsonIgnoreType
public final class Secret {
    private static final int SHOWN = 4;

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    public String reveal() {
        return value;
    }

    /** The last four characters, or fewer stars than the value is long where it is very short. */
    public String lastFour() {
        return value.length() >= 3 * SHOWN ? value.substring(value.length() - SHOWN) : "****";
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
