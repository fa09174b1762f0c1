package com.samokoder.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTests {

    @Test
    void readsTheFormThatHostingPlatformsHandOut() {
        var url =
                DatabaseUrl.parse(
                        "postgres://me:p%40ss%2Bw%2Frd@db.example.com:25060/shop?sslmode=require");

        assertThat(url.host()).isEqualTo("db.example.com");
        assertThat(url.port()).isEqualTo(25060);
        assertThat(url.database()).isEqualTo("shop");
        assertThat(url.user()).isEqualTo("me");
        assertThat(url.password().reveal()).isEqualTo("p@ss+w/rd");
        assertThat(url.dataSource().getSslMode()).isEqualTo("require");
    }

    @Test
    void takesTheUsualPortWhereNoneIsNamed() {
        assertThat(DatabaseUrl.parse("postgresql://me:secret@db/shop").port()).isEqualTo(5432);
    }

    @Test
    void keepsAPlusSignInThePassword() {
        assertThat(DatabaseUrl.parse("postgres://me:a+b@db/shop").password().reveal())
                .isEqualTo("a+b");
    }

    @Test
    void passesOnlyKnownParametersToTheDriver() {
        var url =
                DatabaseUrl.parse(
                        "postgres://me:x@db/shop?socketFactory=evil.Type&sslmode=require");

        assertThat(url.parameters()).isEqualTo("sslmode=require");
    }

    @Test
    void hidesThePasswordInItsText() {
        assertThat(DatabaseUrl.parse("postgres://me:hunter2hunter2@db/shop").toString())
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://me:x@db/shop",
                "postgres://db/shop",
                "postgres://me@db/shop",
                "postgres://me:x@db",
                "postgres://me:x y@db/shop",
                "db.example.com",
                "https://db.example.com"
            })
    void saysWhatItExpectsWithoutQuotingTheValue(String malformed) {
        assertThatThrownBy(() -> DatabaseUrl.parse(malformed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("postgres://user:password@host")
                .hasMessageNotContaining(malformed)
                .hasNoCause();
    }

    @Test
    void supabasesPoolerWantsTheProjectBehindEveryLogin() {
        var pooled =
                DatabaseUrl.parse(
                        "postgres://postgres.abcd:word@aws-0-eu.pooler.supabase.com:5432/postgres");
        assertThat(pooled.loginOf("samo_worker")).isEqualTo("samo_worker.abcd");
        var direct = DatabaseUrl.parse("postgres://post.gres:word@db.example.com/postgres");
        assertThat(direct.loginOf("samo_worker")).isEqualTo("samo_worker");
    }

    @Test
    void supabasesTransactionPoolerIsRefused() {
        assertThatThrownBy(() ->
                        DatabaseUrl.parse(
                                "postgres://postgres.abcd:word@aws-0-eu.pooler.supabase.com:6543/postgres"))
                .hasMessageContaining("port 5432")
                .hasMessageNotContaining("word@");
    }
}
