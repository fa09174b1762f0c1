package com.samokoder.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AttachmentNameTests {
    @Test
    void saysAPlainNameTwice() {
        assertThat(AttachmentName.header("Todo list", "-v3.zip"))
                .isEqualTo(
                        "attachment; filename=\"Todo-list-v3.zip\";"
                                + " filename*=UTF-8''Todo%20list-v3.zip");
    }

    @Test
    void spellsCyrillicForClientsThatKnowHow() {
        assertThat(AttachmentName.header("Лавка", "-v1.zip"))
                .isEqualTo(
                        "attachment; filename=\"project-v1.zip\";"
                                + " filename*=UTF-8''%D0%9B%D0%B0%D0%B2%D0%BA%D0%B0-v1.zip");
    }

    @Test
    void leavesNothingToSplitAHeaderOrAPathWith() {
        assertThat(AttachmentName.header("../a\"; filename=x\r\nSet-Cookie: y/..", ".zip"))
                .isEqualTo(
                        "attachment; filename=\"a_-filename-x_Set-Cookie_-y.zip\";"
                                + " filename*=UTF-8''_a_%3B%20filename%3Dx_Set-Cookie_%20y_.zip");
    }

    @Test
    void fallsBackWhereNothingIsLeft() {
        assertThat(AttachmentName.header(" ...", ".zip"))
                .isEqualTo("attachment; filename=\"project.zip\"; filename*=UTF-8''project.zip");
    }

    @Test
    void cutsBetweenCharacters() {
        assertThat(AttachmentName.header("🍏".repeat(150), ""))
                .endsWith("UTF-8''" + "%F0%9F%8D%8F".repeat(100));
    }
}
