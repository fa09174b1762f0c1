package com.samokoder.platform.web;

import java.io.IOException;

/** Thrown to whoever reads a request's body past its limit. */
final class BodyTooLarge extends IOException {
    BodyTooLarge(long limit) {
        super("the body has more than " + limit + " bytes");
    }
}
