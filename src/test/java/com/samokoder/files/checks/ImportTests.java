package com.samokoder.files.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportTests {
    private static final String VITE =
            "{\"type\": \"module\", \"devDependencies\": {\"vite\": \"7.0.0\"}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import a from './a.js';",
                "import a from './a';",
                "import b from './b';",
                "import b from './b.js';",
                "import list from './list';",
                "import list from './list/index';",
                "import View from './View.vue';",
                "import picture from './picture.png?url';",
                "import data from '../data.json';",
                "import '../dist/made-by-the-build.js';",
                "export * from './a.js';",
                "const lazy = () => import('./list');",
                "const a = import(`./${name}.js`);",
                "const found = import.meta.glob('./missing/*.js');",
                "try { require('./missing'); } catch { }",
                "// import x from './missing'"
            })
    void scriptsFindWhatABundlerFinds(String line) {
        assertThat(bundled().and("src/main.js", line).findings()).isEmpty();
    }

    private static Project bundled() {
        return Project.with("package.json", VITE)
                .and("data.json", "{}")
                .and("src/a.js", "export default 1;")
                .and("src/b.ts", "export default 1;")
                .and("src/list/index.tsx", "export default 1;")
                .and("src/View.vue", "<template><p>1</p></template>")
                .andBinary("src/picture.png");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "import a from './missing.js';|is not in the project: src/missing.js",
                "import a from './A.js';|only case differs: src/a.js",
                "import a from '../a';|there is src/a.js",
                "export { a } from './nothing';|is not in the project: src/nothing",
                "const a = require('./nothing');|is not in the project: src/nothing",
                "import a from '../../a.js';|leads out of the project",
                "import './style.css';|is not in the project: src/style.css"
            })
    void scriptsMissWhatIsNotThere(String line, String message) {
        var report = bundled().and("src/main.js", "\n" + line).report();

        assertThat(report.verified()).isFalse();
        assertThat(report.findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.check()).isEqualTo(Finding.IMPORT_UNRESOLVED);
                    assertThat(finding.line()).isEqualTo(2);
                    assertThat(finding.message()).contains(message);
                });
    }

    @Test
    void browsersAndNodeNeedFullNames() {
        var page = "<!doctype html><script type=\"module\" src=\"js/main.js\"></script>";
        var plain = Project.with("index.html", page).and("js/store.js", "export const a = 1;");
        var module = Project.with("package.json", "{\"type\": \"module\"}").and("lib/x.js", "");

        assertThat(plain.and("js/main.js", "import { a } from './store';").report().findings())
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .contains("js/store.js");
        assertThat(module.and("main.js", "import './lib/x'").findings())
                .containsExactly("main.js:1 import_unresolved");
        assertThat(
                        Project.with("package.json", "{}")
                                .and("x.js", "")
                                .and("main.js", "const x = require('./x');")
                                .findings())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<link rel=\"stylesheet\" href=\"css/style.css\">",
                "<link rel=\"stylesheet\" href=\"/css/style.css?v=1\">",
                "<link rel=\"stylesheet\" href=\"https://example.com/style.css\">",
                "<link rel=\"canonical\" href=\"about\">",
                "<script src=\"//example.com/a.js\"></script>",
                "<script src=\"./js/my%20app.js\"></script>",
                "<img src=\"data:image/png;base64,AAAA\" alt=\"\">",
                "<img src=\"logo.png\" alt=\"\">",
                "<img src=\"{{ user.picture }}\" alt=\"\">",
                "<a href=\"other.html\">other</a>",
                "<style>@import 'css/style.css'; p { background: url(logo.png) }</style>",
                "<style>p { background: url(#gradient) }</style>"
            })
    void pagesFindTheirFiles(String line) {
        assertThat(page(line).findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<link rel=\"stylesheet\" href=\"style.css\">|import_unresolved",
                "<script src=\"/js/other.js\"></script>|import_unresolved",
                "<style>@import 'missing.css';</style>|import_unresolved",
                "<img src=\"photo.jpg\" alt=\"\">|import_unresolved (warning)",
                "<style>p { background: url('photo.jpg') }</style>|import_unresolved (warning)"
            })
    void pagesMissTheirFiles(String line, String finding) {
        assertThat(page(line).findings()).containsExactly("index.html:1 " + finding);
    }

    private static Project page(String line) {
        return Project.with("index.html", line)
                .and("css/style.css", "p { color: red }")
                .and("js/my app.js", "")
                .andBinary("logo.png");
    }

    @Test
    void serversGiveFilesOtherAddresses() {
        assertThat(
                        Project.with("package.json", "{\"dependencies\": {\"express\": \"5\"}}")
                                .and("server.js", "import('express');")
                                .and("public/app.js", "")
                                .and(
                                        "views/index.html",
                                        "<script src=\"app.js\"></script>"
                                                + "<script src=\"/socket.io/socket.io.js\"></script>"
                                                + "<img src=\"/avatars/me.png\" alt=\"\">")
                                .findings())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import shop.models",
                "import shop.models.Base",
                "from shop import models, views",
                "from shop.models import Product",
                "from . import models",
                "from . import VERSION",
                "from .models import Product",
                "from .. import manage",
                "from ..manage import main",
                "from .sub.deep import x",
                "import json, os.path, xml.etree.ElementTree",
                "try:\n    import shop.fast\nexcept ImportError:\n    pass"
            })
    void pythonFindsItsModules(String line) {
        assertThat(shop().and("shop/views.py", line).findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "import shop.missing|shop/missing.py",
                "from shop.missing import x|shop/missing.py",
                "from .missing import x|shop/missing.py",
                "from . import missing|shop/missing.py is missing",
                "from ...above import x|leads out"
            })
    void pythonMissesModules(String line, String message) {
        assertThat(shop().and("shop/views.py", line).report().findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.check()).isEqualTo(Finding.IMPORT_UNRESOLVED);
                    assertThat(finding.message()).contains(message);
                });
    }

    private static Project shop() {
        return Project.with("manage.py", "def main(): ...")
                .and("shop/__init__.py", "VERSION = 1")
                .and("shop/models.py", "class Product: ...")
                .and("shop/views.py", "")
                .and("shop/sub/deep.py", "x = 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.example.app.model.Product",
                "org.example.app.model.Product.Kind",
                "org.example.app.model.*",
                "static org.example.app.model.Product.of",
                "org.example.app.model.QProduct",
                "org.example.other.Thing",
                "java.util.List"
            })
    void javaFindsItsTypes(String name) {
        assertThat(java().and("src/App.java", app(name)).findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.example.app.model.Order",
                "org.example.app.service.OrderService",
                "org.example.app.service.*",
                "static org.example.app.model.Prices.of"
            })
    void javaMissesTypes(String name) {
        assertThat(java().and("src/App.java", app(name)).findings())
                .containsExactly("src/App.java:2 import_unresolved");
    }

    private static Project java() {
        return Project.with(
                "src/Product.java",
                "package org.example.app.model; public class Product { enum Kind { A } }");
    }

    private static String app(String name) {
        return "package org.example.app;\nimport " + name + ";\nclass App {}";
    }
}
