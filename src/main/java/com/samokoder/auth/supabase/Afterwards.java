package com.samokoder.auth.supabase;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.supabase.OnSupabase;

import org.springframework.stereotype.Component;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Does what an answer does not wait for, in the name of the request's sender. */
@OnSupabase
@Component
final class Afterwards implements Executor, AutoCloseable {
    private static final int AT_ONCE = 64;

    private final Semaphore places = new Semaphore(AT_ONCE);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @throws ApiException {@code unavailable} where too much waits already
     */
    @Override
    public void execute(Runnable work) {
        if (!places.tryAcquire()) {
            throw ApiException.of(ErrorCode.UNAVAILABLE);
        }
        threads.execute(() -> {
            try {
                work.run();
            } finally {
                places.release();
            }
        });
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
