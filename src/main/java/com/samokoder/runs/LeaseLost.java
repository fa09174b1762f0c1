package com.samokoder.runs;

/**
 * The run belongs to another worker by now, or is over or gone: nothing may be written any more.
 */
final class LeaseLost extends RuntimeException {
    LeaseLost() {
        super("the lease was lost");
    }
}
