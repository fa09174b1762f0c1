package com.samokoder.platform.http;

import java.io.IOException;

/** A call that failed before its first byte left: whatever it asked for did not happen. */
public final class CallNotSent extends IOException {
    CallNotSent(IOException cause) {
        super(cause.getClass().getSimpleName(), cause);
    }
}
