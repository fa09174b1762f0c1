package com.samokoder.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonAnswersTests {
    private final JsonAnswers answers = new JsonAnswers(CrewFixture.MAPPER);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"title\": \"a } \\\" { b\"}",
                "Here:\n```json\n{\"title\": \"a } \\\" { b\"}\n```\nDone {really}.",
                "I use {curly} braces. {\"title\": \"a } \\\" { b\",}",
                "```\n{\"title\": \"a } \\\" { b\"}\n```",
            })
    void findsTheObjectInWhatTheModelSays(String text) {
        assertThat(answers.object(text).text("title")).isEqualTo("a } \" { b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no object at all | no_json",
                "{\"tasks\": [{\"id\": \"t1\"} | json_incomplete",
                "{title} | json_broken",
            })
    void saysWhyThereIsNone(String text, String reason) {
        assertThatThrownBy(() -> answers.object(text))
                .isInstanceOf(UnusableAnswer.class)
                .hasMessage("agents.answer." + reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | not_text",
                "{\"title\": 7} | not_text",
                "{\"title\": \" \"} | not_text",
                "{\"title\": null} | not_text",
            })
    void demandsTexts(String json, String reason) {
        var fields = answers.object(json);
        assertThatThrownBy(() -> fields.text("title")).hasMessage("agents.answer." + reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | not_list",
                "{\"features\": \"a\"} | not_list",
                "{\"features\": []} | list_size",
                "{\"features\": [\"a\", \"b\", \"c\"]} | list_size",
                "{\"features\": [\"a\", {}]} | not_text",
            })
    void demandsListsOfTheRightSize(String json, String reason) {
        var fields = answers.object(json);
        assertThatThrownBy(() -> fields.texts("features", 1, 2))
                .hasMessage("agents.answer." + reason);
    }

    @Test
    void takesBackslashesThatEscapeNothingAsTheyAre() {
        var fields = answers.object("{\"a\": \"^\\d+\\\\.\\w\\n\\u0041\"}");

        assertThat(fields.text("a")).isEqualTo("^\\d+\\.\\w\nA");
    }

    @Test
    void namesThePlaceOfAFault() {
        var files = answers.object("{\"files\": [{\"path\": \"a\"}, {}]}").objects("files", 1, 9);

        assertThatThrownBy(() -> files.get(1).path("path"))
                .isInstanceOfSatisfying(
                        UnusableAnswer.class,
                        unusable ->
                                assertThat(unusable.problem().in(BriefLanguage.EN))
                                        .contains("files[1].path"));
    }
}
