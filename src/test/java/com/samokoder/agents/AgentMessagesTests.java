package com.samokoder.agents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Locale;
import java.util.ResourceBundle;

class AgentMessagesTests {
    @Test
    void everyTextExistsInBothLanguagesWithTheSameArguments() {
        var english = bundle(Locale.ROOT);
        var russian = bundle(Locale.of("ru"));

        assertThat(russian.keySet()).isEqualTo(english.keySet());
        for (String key : english.keySet()) {
            for (String argument : new String[] {"{0}", "{1}", "{2}"}) {
                assertThat(russian.getString(key).contains(argument))
                        .as(key)
                        .isEqualTo(english.getString(key).contains(argument));
            }
        }
    }

    @Test
    void speaksTheUsersLanguage() {
        assertThat(AgentMessages.text(BriefLanguage.RU, "agents.step.plan", 3))
                .isEqualTo("План (задач: 3)");
        assertThat(AgentMessages.text(BriefLanguage.EN, "agents.output_invalid", "developer"))
                .startsWith("The model's answers could not be used (agent: developer)");
    }

    @Test
    void tellsTheLanguagesApart() {
        assertThat(BriefLanguage.of("Сервис на FastAPI и React")).isEqualTo(BriefLanguage.RU);
        assertThat(BriefLanguage.of("A page about the poet «Пушкин»")).isEqualTo(BriefLanguage.EN);
        assertThat(BriefLanguage.of("")).isEqualTo(BriefLanguage.EN);
    }

    private static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle(
                "messages.agents",
                locale,
                ResourceBundle.Control.getNoFallbackControl(
                        ResourceBundle.Control.FORMAT_PROPERTIES));
    }
}
