package com.samokoder.platform.secrets;

/** A sealed value that no configured master key opens, or that belongs somewhere else. */
public final class SealBroken extends RuntimeException {
    SealBroken(String why) {
        super(why);
    }
}
