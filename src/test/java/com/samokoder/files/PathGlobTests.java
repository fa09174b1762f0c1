package com.samokoder.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestSql;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import java.time.Duration;
import java.time.Instant;

/** Java tells agents what is locked, the database keeps them out: both must mean the same. */
@ServiceTest
class PathGlobTests {
    @Autowired Environment environment;

    private TestSql sql;

    @BeforeEach
    void connect() {
        sql = new TestSql(environment.getRequiredProperty("samokoder.database.url"));
    }

    @ParameterizedTest
    @CsvSource({
        "LICENSE, LICENSE, true",
        "LICENSE, license, true",
        "ЛИЦЕНЗИЯ, лицензия, true",
        "LICENSE, LICENSE.md, false",
        "LICENSE, docs/LICENSE, false",
        "legal, legal/terms/ru.md, true",
        "legal, legal2/terms.md, false",
        "*.md, README.md, true",
        "*.md, docs/README.md, false",
        "*.md, x.md/inside, true",
        "docs/*.md, docs/a/b.md, false",
        "docs/??.md, docs/ru.md, true",
        "docs/??.md, docs/rus.md, false",
        "docs/?.md, docs/😀.md, true",
        "**/*.lock, yarn.lock, true",
        "**/*.lock, a/b/yarn.lock, true",
        "**/*.lock, a/b/yarn.lock.md, false",
        "a/**/z, a/z, true",
        "a/**/z, a/b/c/z, true",
        "a/**/z, a/b/c/y, false",
        "a/**, a/b/c, true",
        "a/**, a, false",
        "a/**/b/**/c, a/x/b/y/z/c, true",
        "a/**/b/**/c, a/x/y/z/c, false",
        "**, anything/at/all, true",
        "*, a/b, true",
        "a**z, abcz, true",
        "a**z, ab/cz, false",
        "pages/[id].tsx, pages/[id].tsx, true",
        "pages/[id].tsx, pages/i.tsx, false",
        "'a.b+(c)$^{d}', 'a.b+(c)$^{d}', true",
        "a.b, axb, false",
        "*a*b*c, xxaxxbxxc, true",
        "*a*b*c, xxaxxcxxb, false"
    })
    void coversTheSamePathsInJavaAndInTheDatabase(String glob, String path, boolean covered) {
        assertThat(PathGlob.parse(glob).orElseThrow().covers(new ProjectPath(path)))
                .isEqualTo(covered);
        assertThat(
                        sql.asService(
                                "select samo.search_key(?) ~ samo.glob_pattern(?)"
                                        + " and samo.is_path_glob(?)",
                                path,
                                glob,
                                glob))
                .isEqualTo(covered ? "t" : "f");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/", "/a", "a//b", "../a", "a/./b", "a\\b", "a:b", "a|b", "a\u0001", " /a"
            })
    void refusesWhatNamesNoPath(String text) {
        assertThat(PathGlob.parse(text)).isEmpty();
    }

    @Test
    void tidiesWhatMeansTheSame() {
        assertThat(PathGlob.parse("legal/").orElseThrow().value()).isEqualTo("legal");
        assertThat(PathGlob.parse("**/**/a/**/**").orElseThrow().value()).isEqualTo("**/a/**");
        assertThat(PathGlob.parse("и\u0306").orElseThrow().value()).isEqualTo("й");
    }

    @Test
    void isNotSlowForPatternsMadeToBeSlow() {
        var glob = PathGlob.parse("*a".repeat(100) + "b").orElseThrow();
        var path = new ProjectPath("a".repeat(240));
        var began = Instant.now();

        assertThat(glob.covers(path)).isFalse();
        assertThat(
                        sql.asService(
                                "select samo.search_key(?) ~ samo.glob_pattern(?)",
                                path.value(),
                                glob.value()))
                .isEqualTo("f");
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(2));
    }
}
