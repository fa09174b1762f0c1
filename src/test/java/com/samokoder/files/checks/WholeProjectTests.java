package com.samokoder.files.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Projects as agents write them. */
class WholeProjectTests {

    @ParameterizedTest
    @ValueSource(strings = {"quiz", "kanban", "expenses"})
    void theDemoProvidersAppsAreVerified(String name) throws IOException {
        var project = Project.empty();
        for (var folder : List.of("/demo/" + name + "/files/", "/demo/" + name + "/ru/")) {
            var pattern = "classpath:" + folder + "**/*";
            for (var file : new PathMatchingResourcePatternResolver().getResources(pattern)) {
                if (file.isReadable()) {
                    var url = file.getURL().toString();
                    var path = url.substring(url.indexOf(folder) + folder.length());
                    var text = file.getContentAsString(StandardCharsets.UTF_8);
                    project.and(path.replace("dot-", "."), text);
                }
            }
        }

        assertThat(project.report().findings()).isEmpty();
    }

    @Test
    void aReactAppIsVerified() {
        assertThat(
                        Project.with(
                                        "package.json",
                                        """
                                        {
                                          "name": "shop",
                                          "type": "module",
                                          "scripts": {"dev": "vite", "build": "tsc -b && vite build"},
                                          "dependencies": {
                                            "react": "^19.0.0",
                                            "react-dom": "^19.0.0",
                                            "react-router-dom": "^7.0.0",
                                            "zustand": "^5.0.0"
                                          },
                                          "devDependencies": {
                                            "@types/react": "^19.0.0",
                                            "@vitejs/plugin-react": "^5.0.0",
                                            "tailwindcss": "^4.0.0",
                                            "typescript": "^5.9.0",
                                            "vite": "^7.0.0"
                                          }
                                        }
                                        """)
                                .and(
                                        "index.html",
                                        "<!doctype html><html><head>"
                                                + "<link rel=\"icon\" href=\"/vite.svg\">"
                                                + "</head><body><div id=\"root\"></div>"
                                                + "<script type=\"module\" src=\"/src/main.tsx\">"
                                                + "</script></body></html>")
                                .and(
                                        "public/vite.svg",
                                        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
                                .and(
                                        "vite.config.ts",
                                        "import { defineConfig } from 'vite';\n"
                                                + "import react from '@vitejs/plugin-react';\n"
                                                + "import path from 'node:path';\n"
                                                + "export default defineConfig({ plugins: [react()] });")
                                .and("tsconfig.json", "{\"compilerOptions\": {\"strict\": true}}")
                                .and("src/vite-env.d.ts", "/// <reference types=\"vite/client\" />")
                                .and("src/index.css", "@import \"tailwindcss\";\n")
                                .and(
                                        "src/main.tsx",
                                        "import { createRoot } from 'react-dom/client';\n"
                                                + "import { BrowserRouter } from 'react-router-dom';\n"
                                                + "import './index.css';\n"
                                                + "import App from './App';\n"
                                                + "createRoot(document.body).render("
                                                + "<BrowserRouter><App /></BrowserRouter>);")
                                .and(
                                        "src/App.tsx",
                                        "import { useStore } from '@/store';\n"
                                                + "import type { Item } from './types';\n"
                                                + "export default function App() {\n"
                                                + "  const items: Item[] = useStore((s) => s.items);\n"
                                                + "  return <ul>{items.map((i) => "
                                                + "<li key={i.id}>{i.name}</li>)}</ul>;\n}")
                                .and(
                                        "src/types.ts",
                                        "export interface Item { id: string; name: string }")
                                .and(
                                        "src/store.ts",
                                        "import { create } from 'zustand';\n"
                                                + "export const useStore = create(() => ({ items: [] }));")
                                .findings())
                .isEmpty();
    }

    @Test
    void aFastApiServiceIsVerified() {
        assertThat(
                        Project.with(
                                        "requirements.txt",
                                        "fastapi==0.115\nuvicorn[standard]\nsqlalchemy>=2\n"
                                                + "python-multipart\npydantic-settings\n")
                                .and(
                                        "app/main.py",
                                        "from fastapi import FastAPI\n"
                                                + "from fastapi.staticfiles import StaticFiles\n"
                                                + "from starlette.responses import FileResponse\n"
                                                + "from app.database import engine\n"
                                                + "from app.routers import items, users\n"
                                                + "from .settings import Settings\n"
                                                + "app = FastAPI()\n")
                                .and("app/__init__.py", "")
                                .and(
                                        "app/database.py",
                                        "from sqlalchemy import create_engine\n"
                                                + "engine = create_engine('sqlite:///x.db')\n")
                                .and(
                                        "app/settings.py",
                                        "from pydantic_settings import BaseSettings\n"
                                                + "class Settings(BaseSettings):\n    debug: bool = False\n")
                                .and("app/routers/__init__.py", "")
                                .and("app/routers/items.py", "from ..database import engine\n")
                                .and("app/routers/users.py", "from app.database import engine\n")
                                .and(
                                        "tests/test_items.py",
                                        "from fastapi.testclient import TestClient\n"
                                                + "from app.main import app\n"
                                                + "def test_it():\n    TestClient(app)\n")
                                .and(
                                        "static/index.html",
                                        "<link rel=\"stylesheet\" href=\"/static/style.css\">")
                                .and("static/style.css", "p { color: red }")
                                .findings())
                .isEmpty();
    }

    @Test
    void aProjectOfTwoHundredFilesTakesLittle() {
        var project = Project.with("package.json", "{\"dependencies\": {\"react\": \"19\"}}");
        var line =
                "export const item%d = (a, b) => ({ a, b, sum: a + b, text: `${a} and ${b}` });\n";
        for (int file = 0; file < 200; file++) {
            var text = new StringBuilder("import React from 'react';\n");
            if (file > 0) {
                text.append("import { item1 as before } from './file%d';\n".formatted(file - 1));
            }
            for (int n = 0; n < 40; n++) {
                text.append(line.formatted(n));
            }
            project.and("src/file" + file + ".jsx", text.toString());
        }
        // The bound is by the clock, and a machine may stand still for a while.
        var checks = new ProjectChecks(Duration.ofMinutes(2));

        long first = millis(() -> assertThat(project.report(checks).findings()).isEmpty());
        project.and("src/file7.jsx", "import './nothing';");
        long second = millis(() -> assertThat(project.report(checks).findings()).hasSize(1));

        assertThat(first).isLessThan(3000);
        assertThat(second).isLessThan(first / 2);
    }

    /** The processor's time, which other programs of the machine leave alone. */
    private static long millis(Runnable work) {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        work.run();
        return Duration.ofNanos(threads.getCurrentThreadCpuTime() - start).toMillis();
    }
}
