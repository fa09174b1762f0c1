package com.samokoder.platform.http;

import java.io.IOException;

/** A connection to an address that this installation does not connect to. */
public final class EgressRefused extends IOException {
    EgressRefused() {
        super("the address is not allowed");
    }
}
