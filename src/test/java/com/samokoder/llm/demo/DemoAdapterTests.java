package com.samokoder.llm.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.llm.CallCancelled;
import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatModels;
import com.samokoder.llm.FinishReason;
import com.samokoder.llm.ProviderCatalog;
import com.samokoder.llm.ProviderConnection;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.llm.TestLlm;
import com.samokoder.llm.TokenUsage;

import org.junit.jupiter.api.Test;

class DemoAdapterTests {
    private static final ProviderConnection DEMO = new ProviderConnection("demo", null, null);

    @Test
    void streamsTheScriptAndSaysThatItIsOne() {
        try (var llm = new TestLlm()) {
            llm.models().check(DEMO);
            assertThat(llm.models().list(DEMO)).containsExactly("scripted");

            var said =
                    TestLlm.listen(llm.models().open(DEMO, "scripted"), TestLlm.request("Привет"));

            assertThat(said.text()).startsWith("Сценарий: {agent=tester}").endsWith("🎉");
            assertThat(said.events()).hasSizeGreaterThan(3);
            assertThat(said.events())
                    .filteredOn(ChatEvent.TextDelta.class::isInstance)
                    .noneSatisfy(event ->
                            assertThat(((ChatEvent.TextDelta) event).text())
                                    .matches("(?s).*[\\ud800-\\udbff]"));
            assertThat(said.finished().reason()).isEqualTo(FinishReason.STOP);
            assertThat(said.finished().rawReason()).isEqualTo("scripted");
            assertThat(said.finished().usage().source()).isEqualTo(TokenUsage.Source.MEASURED);
            assertThat(said.finished().usage().output()).isPositive();
        }
    }

    @Test
    void stopsInTheMiddleWhenItIsCancelled() {
        try (var llm = new TestLlm()) {
            var cancellation = new Cancellation();
            var model = llm.models().open(DEMO, "scripted");

            assertThatThrownBy(() ->
                            model.stream(
                                    TestLlm.request("Hi"),
                                    cancellation,
                                    _ -> cancellation.cancel()))
                    .isInstanceOf(CallCancelled.class);
        }
    }

    @Test
    void doesNotExistInProduction() {
        TestLlm.start(
                "production",
                context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(ProviderCatalog.class).provider("demo")).isEmpty();
                    assertThatThrownBy(
                                    () -> context.getBean(ChatModels.class).open(DEMO, "scripted"))
                            .isInstanceOf(ProviderFailure.class)
                            .hasMessageContaining("unknown_provider");
                });
    }

    @Test
    void refusesToStartWhereProductionAsksForIt() {
        TestLlm.start(
                "production",
                context ->
                        assertThat(context)
                                .getFailure()
                                .hasStackTraceContaining("samokoder.demo.enabled"),
                "samokoder.demo.enabled=true");
    }

    @Test
    void canBeSwitchedOffElsewhere() {
        TestLlm.start(
                "development",
                context ->
                        assertThat(context.getBean(ProviderCatalog.class).provider("demo"))
                                .isEmpty(),
                "samokoder.demo.enabled=false");
    }
}
