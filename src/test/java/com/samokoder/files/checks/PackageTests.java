package com.samokoder.files.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackageTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import express from 'express';",
                "import { Router } from 'express/lib/router';",
                "import x from '@scope/tool/sub';",
                "import fs from 'fs'; import { readFile } from 'fs/promises'; import 'node:test';",
                "import { Node } from 'estree';",
                "import x from '@/components/x';",
                "import x from '~/x'; import y from '#y'; import z from '$lib/z';",
                "import x from 'virtual:pages'; import y from 'https://esm.sh/y';",
                "import x from 'my-app/things';",
                "try { require('fsevents'); } catch { }",
                "require(name); import(`./${name}`);"
            })
    void nodeKnowsThePackage(String line) {
        assertThat(node().and("src/main.js", use(line)).findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "import cors from 'cors';, cors",
        "const x = require('lodash/fp');, lodash",
        "import x from '@other/tool';, @other/tool",
        "export * from 'three/addons';, three"
    })
    void nodeMissesThePackage(String line, String name) {
        assertThat(node().and("src/main.js", use(line)).report().findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.check()).isEqualTo(Finding.PACKAGE_MISSING);
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.line()).isEqualTo(1);
                    assertThat(finding.message()).contains("'" + name + "'", "package.json");
                });
    }

    private static Project node() {
        return Project.with(
                "package.json",
                """
                {
                  "name": "my-app",
                  "dependencies": {"express": "5", "@scope/tool": "1"},
                  "devDependencies": {"@types/estree": "1", "vite": "7"}
                }
                """);
    }

    private static String use(String line) {
        return line + "\n// express @scope/tool";
    }

    @Test
    void aPackageWithoutAManifestIsMissing() {
        assertThat(Project.with("main.js", "const x = require('express');").findings())
                .containsExactly("main.js:1 package_missing");
        assertThat(
                        Project.with("main.js", "import * as t from 'three';\nimport 'three/a.js';")
                                .and(
                                        "index.html",
                                        "<script type=\"importmap\">{\"imports\": {\"three\": \"x\","
                                                + " \"three/\": \"y/\"}}</script>")
                                .findings())
                .isEmpty();
    }

    @Test
    void manifestsOfFoldersAboveCount() {
        assertThat(
                        Project.with("package.json", "{\"devDependencies\": {\"vitest\": \"3\"}}")
                                .and("web/package.json", "{\"dependencies\": {\"vue\": \"3\"}}")
                                .and("web/a.test.ts", "import 'vitest'; import 'vue'; import 'x';")
                                .findings())
                .containsExactly("web/a.test.ts:1 package_missing");
    }

    @Test
    void aliasesOfCompilersAreNoPackages() {
        assertThat(
                        Project.with("package.json", "{}")
                                .and(
                                        "tsconfig.json",
                                        "{\"compilerOptions\": {\"baseUrl\": \"./src\","
                                                + " \"paths\": {\"@app/*\": [\"app/*\"]}}}")
                                .and("src/util/a.ts", "export const a = 1;")
                                .and("src/b.ts", "import '@app/x'; import 'util/a'; import 'c';")
                                .findings())
                .containsExactly("src/b.ts:1 package_missing");
    }

    @Test
    void warnsOfPackagesThatNothingImports() {
        var manifest =
                """
                {
                  "scripts": {"start": "nodemon server.js"},
                  "dependencies": {
                    "express": "5",
                    "moment": "2",
                    "pg": "8",
                    "ejs": "3",
                    "nodemon": "3",
                    "@types/node": "24"
                  },
                  "devDependencies": {"eslint": "9", "anything": "1"}
                }
                """;

        var report =
                Project.with("package.json", manifest)
                        .and("server.js", "require('express').set('view engine', 'ejs');")
                        .report();

        assertThat(report.verified()).isTrue();
        assertThat(report.findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.check()).isEqualTo(Finding.PACKAGE_UNUSED);
                    assertThat(finding.line()).isEqualTo(5);
                    assertThat(finding.message()).contains("moment");
                });
    }

    @Test
    void manifestsMustBeOfTheRightForm() {
        assertThat(
                        Project.with("package.json", "{\n\"dependencies\": [\"express\"]}")
                                .and("a/package.json", "{\"dependencies\":\n{\"express\": 5}}")
                                .findings())
                .containsExactly("a/package.json:2 manifest", "package.json:2 manifest");
    }

    @ParameterizedTest
    @CsvSource({
        "import flask, Flask==3.0",
        "import yaml, PyYAML>=6",
        "from PIL import Image, pillow",
        "import cv2, opencv-python-headless",
        "from sklearn.svm import SVC, scikit_learn ~= 1.5",
        "from bs4 import BeautifulSoup, beautifulsoup4",
        "from dotenv import load_dotenv, python-dotenv",
        "import flask_sqlalchemy, Flask.SQLAlchemy",
        "import jwt, pyjwt[crypto]==2.9",
        "from starlette.requests import Request, fastapi",
        "import telegram, python-telegram-bot==21.1 ; python_version > '3.8'",
        "import sqlite3, ''"
    })
    void pythonKnowsThePackage(String line, String requirement) {
        assertThat(
                        Project.with("main.py", line)
                                .and("requirements.txt", "# needed\n" + requirement + "\n-r x.txt")
                                .findings())
                .isEmpty();
    }

    @Test
    void pythonMissesPackages() {
        var program = "import os\nimport requests\nimport yaml\nimport requests.auth\n";

        assertThat(Project.with("app/main.py", program).findings())
                .containsExactly("app/main.py:2 package_missing", "app/main.py:3 package_missing");
        assertThat(
                        Project.with("main.py", program)
                                .and("requirements.txt", "requests\n")
                                .report()
                                .findings())
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .contains("'yaml'", "pyyaml");
    }

    @Test
    void pythonManifestsOfEveryKindCount() {
        var poetry = "[tool.poetry.dependencies]\npython = '^3.12'\nrequests = '2'\n";
        var project = "[project]\nname = 'x'\ndependencies = ['requests>=2']\n";
        var groups = "[project]\nname = 'x'\n[dependency-groups]\ndev = ['requests']\n";

        for (var manifest : new String[] {poetry, project, groups}) {
            assertThat(
                            Project.with("main.py", "import requests\nimport numpy")
                                    .and("pyproject.toml", manifest)
                                    .findings())
                    .containsExactly("main.py:2 package_missing");
        }
        assertThat(
                        Project.with("main.py", "import requests")
                                .and("setup.py", "install_requires = ['requests']")
                                .findings())
                .isEmpty();
    }

    @Test
    void warnsOfRequirementsThatNothingImports() {
        assertThat(
                        Project.with("main.py", "import flask")
                                .and("requirements.txt", "flask\npandas==2\ngunicorn\n")
                                .findings())
                .containsExactly("requirements.txt:2 package_unused (warning)");
    }

    @Test
    void pytestIsOnlyMissed() {
        assertThat(Project.with("test_a.py", "import pytest").findings())
                .containsExactly("test_a.py:1 package_missing (warning)");
    }

    @Test
    void javaLibrariesAreLookedForWhereTheyCannotBeMistaken() {
        var pom = "<project><artifactId>spring-boot-starter-web</artifactId></project>";
        var program =
                """
                import org.springframework.web.bind.annotation.GetMapping;
                import com.fasterxml.jackson.databind.ObjectMapper;
                import lombok.Data;
                import org.some.unknown.Library;
                class A {}
                """;

        assertThat(Project.with("A.java", program).and("pom.xml", pom).findings())
                .containsExactly("A.java:3 package_missing");
        assertThat(Project.with("A.java", program).findings()).isEmpty();
    }
}
