package com.samokoder.gateway;

import com.samokoder.llm.CallCancelled;
import com.samokoder.llm.Cancellation;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Blocks the calling thread, until a cancellation or an interrupt ends the wait. */
@Component
class LatchPause implements Pause {
    @Override
    public void await(Duration wait, Cancellation cancellation) {
        var cancelled = new CountDownLatch(1);
        try (var _ = cancellation.onCancel(cancelled::countDown)) {
            if (cancelled.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CallCancelled();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CallCancelled();
        }
    }
}
