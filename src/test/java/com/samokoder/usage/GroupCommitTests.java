package com.samokoder.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

class GroupCommitTests {
    private static final int REFUSED = 13;

    private final List<List<Integer>> calls = new CopyOnWriteArrayList<>();
    private final Semaphore database = new Semaphore(0);
    private final GroupCommit<Integer, Integer> commits = new GroupCommit<>(this::call);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean away;

    @AfterEach
    void stop() {
        database.release(1_000);
        callers.close();
    }

    @Test
    void thoseWhoComeMeanwhileShareTheNextCall() throws Exception {
        var first = submit(1);
        await(1);
        var others = gather(2, 3, 4, 5);
        database.release(2);
        assertThat(first.get()).isEqualTo(10);
        for (int i = 0; i < others.size(); i++) {
            assertThat(others.get(i).get()).isEqualTo(20 + 10 * i);
        }
        assertThat(calls).hasSize(2);
    }

    @Test
    void whoeverHasAnAnswerDoesNotWaitForThoseBehind() throws Exception {
        submit(1);
        await(1);
        var second = gather(2, 3, 4);
        database.release(1);
        await(2);
        gather(5, 6);
        database.release(1);
        await(3);
        for (var answered : second) {
            assertThat(answered.get(5, TimeUnit.SECONDS)).isPositive();
        }
    }

    @Test
    void oneBadEntryDoesNotTakeTheOthersDown() throws Exception {
        submit(1);
        await(1);
        var group = gather(2, REFUSED, 4);
        database.release(100);
        assertThat(group.get(0).get()).isEqualTo(20);
        assertThatThrownBy(() -> group.get(1).get()).hasMessageContaining("invalid_request");
        assertThat(group.get(2).get()).isEqualTo(40);
    }

    @Test
    void aDatabaseThatIsAwayFailsAllWhoWaitAndNobodyLater() throws Exception {
        submit(1);
        await(1);
        var group = gather(2, 3);
        away = true;
        database.release(100);
        for (var failed : group) {
            assertThatThrownBy(failed::get).hasMessageContaining("unavailable");
        }
        away = false;
        assertThat(submit(4).get()).isEqualTo(40);
    }

    private List<Integer> call(List<Integer> group) {
        calls.add(group);
        database.acquireUninterruptibly();
        if (away) {
            throw ApiException.of(ErrorCode.UNAVAILABLE);
        }
        if (group.contains(REFUSED)) {
            throw ApiException.of(ErrorCode.INVALID_REQUEST);
        }
        return group.stream().map(number -> number * 10).toList();
    }

    private Future<Integer> submit(int number) {
        return callers.submit(() -> commits.submit(number));
    }

    /** Submits in this order, and returns when all wait. */
    private List<Future<Integer>> gather(int... numbers) {
        var all = new ArrayList<Future<Integer>>();
        for (int number : numbers) {
            int waiting = commits.waiting();
            all.add(submit(number));
            Awaitility.await().until(() -> commits.waiting() == waiting + 1);
        }
        return all;
    }

    private void await(int made) {
        Awaitility.await().until(() -> calls.size() == made);
    }
}
