package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.json.JsonMapper;

@ServiceTest
class RunWorkerTests {
    @Autowired Api api;
    @Autowired JsonMapper json;
    @Autowired RunWorker worker;
    @Autowired EngineHealth health;

    @Test
    void aStoppedWorkerHandsItsRunBackAndGoesOnWhenItIsStartedAgain() {
        var user = new RunFixture(api.register(), json);
        var run = user.generate(user.demoProject());
        user.awaitFinishedSteps(run, 1);
        try {
            worker.stop();
            assertThat(user.run(run).path("status").stringValue()).isEqualTo("queued");
            assertThat(health.check().healthy()).isFalse();
        } finally {
            worker.start();
        }

        assertThat(user.awaitEnd(run).path("status").stringValue()).isEqualTo("completed");
        assertThat(health.check().healthy()).isTrue();
        user.assertEachStepOnce(run);
    }
}
