package com.samokoder.platform.time;

import java.util.UUID;

/** New identifiers. */
public interface Ids {

    /** A version 7 UUID (RFC 9562): the millisecond of its making, then random bits. */
    UUID next();
}
