package com.samokoder.files.checks;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Packages that Python files import are in a manifest, and the other way round. */
final class PythonPackages implements ReferenceCheck {
    private static final Set<String> STANDARD = WordList.words("python-standard-library.txt");
    private static final Map<String, List<String>> MODULES =
            WordList.table("python-modules.properties");
    private static final Map<String, List<String>> IMPLIED =
            WordList.table("python-implied.properties");

    /** Names that many packages share, so that they tell nothing. */
    private static final Set<String> SHARED = Set.of("google", "azure", "zope", "apt", "bpy", "js");

    /** What runs tests is often installed apart from what runs the program. */
    private static final Set<String> FOR_TESTS = Set.of("pytest", "pytest_asyncio", "hypothesis");

    /** What runs, tests or extends a program without being imported. */
    private static final Pattern UNMENTIONED =
            Pattern.compile(
                    "gunicorn|uvicorn|hypercorn|daphne|waitress|pytest.*|black|flake8.*|mypy.*|ruff|"
                            + "isort|coverage|tox|pre-commit|types-.*|.*-stubs|wheel|setuptools|pip|"
                            + "psycopg.*|asyncpg|aiosqlite|pymysql|mysqlclient|mysql-connector.*|"
                            + "python-multipart|email-validator|alembic|tzdata|cryptography|bcrypt|"
                            + "argon2-cffi|passlib|greenlet|jinja2|itsdangerous|werkzeug|click|"
                            + "markupsafe|openpyxl|xlrd|xlsxwriter|lxml|html5lib|pyarrow|"
                            + "whitenoise|hiredis|redis|eventlet|gevent.*|httpx|python-dotenv|"
                            + "uvloop|httptools|watchdog|watchfiles|websockets|brotli|orjson|ujson|"
                            + "typing-extensions|importlib-metadata|certifi|urllib3|idna|charset.*|"
                            + "starlette|pydantic.*|anyio|h11|sniffio|python|poetry.*|"
                            + ".*-plugin|.*plugins?-.*|django-.*|djangorestframework.*|ipykernel|jupyter.*|"
                            + "notebook|protobuf|six|pytz|python-dateutil|accelerate|sentencepiece|"
                            + "torchvision|torchaudio|kaleido|tabulate|ipython|packaging|pyinstaller");

    private final PythonManifest manifest;
    private final PythonModules modules;
    private final List<Outline> files;

    PythonPackages(List<Outline> files, PythonModules modules) {
        this.files = files;
        this.modules = modules;
        this.manifest = new PythonManifest(files);
    }

    static boolean isStandard(String module) {
        return STANDARD.contains(module);
    }

    @Override
    public void check(Outline file) {
        var seen = new HashSet<String>();
        for (var reference : file.references()) {
            if (!reference.optional() && isPython(reference)) {
                var module = reference.target().split("\\.", 2)[0];
                if (seen.add(module) && isForeign(module) && !isNamed(module)) {
                    report(file, reference, module);
                }
            }
        }
    }

    private static boolean isPython(Reference reference) {
        return reference.kind() == Reference.Kind.PYTHON_IMPORT
                || reference.kind() == Reference.Kind.PYTHON_FROM;
    }

    private boolean isForeign(String module) {
        return !module.isEmpty()
                && !STANDARD.contains(module)
                && !SHARED.contains(module)
                && !module.startsWith("_")
                && !modules.mayHave(module);
    }

    private boolean isNamed(String module) {
        return manifest.isOpen()
                || manifest.names(module)
                || manifest.names("python-" + module)
                || manifest.names("py" + module)
                || distributions(module).anyMatch(manifest::names);
    }

    private static Stream<String> distributions(String module) {
        return Stream.concat(
                MODULES.getOrDefault(module, List.of()).stream(),
                IMPLIED.getOrDefault(module, List.of()).stream());
    }

    private void report(Outline file, Reference reference, String module) {
        var name = MODULES.getOrDefault(module, List.of(PythonManifest.normal(module))).getFirst();
        var message =
                manifest.isPresent()
                        ? "The module '%s' is imported, but no manifest names the package %s."
                        : "The module '%s' is imported, but there is no requirements.txt or"
                                + " pyproject.toml that names the package %s.";
        if (FOR_TESTS.contains(module)) {
            file.warn(reference.line(), Finding.PACKAGE_MISSING, message.formatted(module, name));
        } else {
            file.error(reference.line(), Finding.PACKAGE_MISSING, message.formatted(module, name));
        }
    }

    /** Warns of packages that no file mentions. */
    void checkUnused() {
        var python =
                files.stream().filter(file -> file.source().kind() == FileKind.PYTHON).toList();
        if (python.isEmpty()) {
            return;
        }
        var imported = new HashSet<String>();
        for (var file : python) {
            file.references().stream()
                    .filter(PythonPackages::isPython)
                    .map(reference -> reference.target().split("\\.", 2)[0])
                    .forEach(imported::add);
        }
        var used = new HashSet<String>();
        for (var module : imported) {
            used.add(PythonManifest.normal(module));
            used.add("python-" + PythonManifest.normal(module));
            used.add("py" + PythonManifest.normal(module));
            distributions(module).map(PythonManifest::normal).forEach(used::add);
        }
        manifest.forEachListed((name, place) -> {
            if (!used.contains(name)
                    && !UNMENTIONED.matcher(name).matches()
                    && !SHARED.contains(name.split("-", 2)[0])
                    && !isMentioned(name, python)) {
                place.warn(
                        manifest.line(name),
                        Finding.PACKAGE_UNUSED,
                        "The package %s is listed, but nothing imports it.".formatted(name));
            }
        });
    }

    private static boolean isMentioned(String name, List<Outline> python) {
        var module = name.replace('-', '_');
        return python.stream()
                .map(file -> file.source().text())
                .anyMatch(text -> text.contains(module) || text.contains(name));
    }
}
