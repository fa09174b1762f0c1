package com.samokoder.files;

import static com.samokoder.files.VersionWriter.delete;
import static com.samokoder.files.VersionWriter.put;
import static com.samokoder.files.VersionWriter.summarize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Collections.nCopies;

import com.samokoder.auth.UserId;
import com.samokoder.files.checks.Finding;
import com.samokoder.files.checks.Severity;
import com.samokoder.platform.database.Database;
import com.samokoder.platform.database.StorageLimits;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.secrets.Digests;
import com.samokoder.projects.ProjectId;
import com.samokoder.testing.TestSql;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the repository promises, over every transport of the database. */
abstract class FileRepositoryContract {
    private static final byte[] BINARY = {0, (byte) 0xff, 1, 2};
    private static final Preconditions FREE = Preconditions.of(null, null);

    abstract Database database();

    abstract JsonMapper json();

    /** The database itself, for what only runs may write. */
    abstract TestSql sql();

    private FileRepository files() {
        return new FileRepository(database());
    }

    private VersionWriter writer() {
        return new VersionWriter(sql(), json());
    }

    @Test
    void startsEmpty() {
        var owner = sql().newUser();
        var project = writer().newProject(owner, "empty");

        assertThat(files().tree(owner, project, null)).isEqualTo(new FileTree(0, List.of()));
        assertThat(files().snapshot(owner, project).files()).isEmpty();
        assertThat(files().versions(owner, project, null, 10)).isEmpty();
        assertThat(files().version(owner, project, null)).isEmpty();
    }

    @Test
    void namesTheBinariesOfASnapshot() {
        var owner = sql().newUser();
        var project = writer().newProject(owner, "pictures");
        writer().commit(owner, project, put("logo.png", BINARY), put("a.txt", "one"));

        var snapshot = files().snapshot(owner, project);

        assertThat(snapshot.files()).containsOnlyKeys(new ProjectPath("a.txt"));
        assertThat(snapshot.binaries()).containsExactly(new ProjectPath("logo.png"));
    }

    @Test
    void keepsEveryVersionAsItWas() {
        var owner = sql().newUser();
        var project = writer().newProject(owner, "history");
        writer().commit(owner, project, put("a.txt", "one"), put("b/c.bin", BINARY));
        writer().commit(owner, project, put("a.txt", "два"), delete("b/c.bin"), put("d", ""));
        writer().commit(owner, project, put("a.txt", "one"), put("b/c.bin", BINARY));

        assertThat(paths(project, owner, 0)).isEmpty();
        assertThat(paths(project, owner, 1)).containsExactly("a.txt 3", "b/c.bin 4");
        assertThat(paths(project, owner, 2)).containsExactly("a.txt 6", "d 0");
        assertThat(paths(project, owner, null)).containsExactly("a.txt 3", "b/c.bin 4", "d 0");
        assertThat(files().snapshot(owner, project).files())
                .hasSize(2)
                .containsEntry(new ProjectPath("a.txt"), "one")
                .containsEntry(new ProjectPath("d"), "");
        assertThat(content(owner, project, 2, "a.txt")).isEqualTo("два".getBytes());
        assertThat(content(owner, project, 1, "b/c.bin")).isEqualTo(BINARY);
        assertThat(files().find(owner, project, 2, new ProjectPath("b/c.bin"))).isEmpty();
        assertThat(files().find(owner, project, 1, new ProjectPath("b/c.bin")).orElseThrow())
                .extracting(StoredFile::isText)
                .isEqualTo(false);
    }

    private List<String> paths(ProjectId project, UserId owner, @Nullable Integer version) {
        return files().tree(owner, project, version).files().stream()
                .map(file -> file.path() + " " + file.size())
                .toList();
    }

    private byte[] content(UserId owner, ProjectId project, int version, String path) {
        var digest =
                files().find(owner, project, version, new ProjectPath(path)).orElseThrow().sha256();
        var content = files().contents(owner, List.of(digest)).get(digest);
        assertThat(content).isNotNull();
        return content;
    }

    @Test
    void tellsWhoMadeEachVersion() {
        var owner = sql().newUser();
        var project = writer().newProject(owner, "authors");
        for (int step = 1; step <= 5; step++) {
            writer().commit(owner, project, put("a.txt", "step " + step));
        }

        var newest = files().versions(owner, project, null, 2);
        assertThat(newest).extracting(Version::number).containsExactly(5, 4);
        assertThat(files().versions(owner, project, 4, 10))
                .extracting(Version::number)
                .containsExactly(3, 2, 1);
        var version = files().version(owner, project, 4).orElseThrow();
        assertThat(version).isEqualTo(newest.getLast());
        assertThat(version.parent()).isEqualTo(3);
        assertThat(version.author()).isEqualTo("agent");
        assertThat(version.agent()).isEqualTo("developer");
        assertThat(version.message()).isEqualTo("a step");
        assertThat(version.fileCount()).isOne();
        assertThat(version.totalSizeBytes()).isEqualTo(6);
        assertThat(files().version(owner, project, 1).orElseThrow().parent()).isNull();
    }

    @Test
    void remembersWhatAContentIsAbout() {
        var owner = sql().newUser();
        var project = writer().newProject(owner, "summaries");
        writer().commit(
                        owner,
                        project,
                        put("a.txt", "one"),
                        put("b.txt", "two"),
                        summarize("a.txt", "  Says one.  "));
        writer().commit(owner, project, put("copy.txt", "one"), put("b.txt", "three"));
        writer().commit(owner, project, summarize("b.txt", "x".repeat(301)));

        var snapshot = files().snapshot(owner, project);

        assertThat(snapshot.version()).isEqualTo(2);
        assertThat(snapshot.summaries())
                .containsOnly(
                        Map.entry(new ProjectPath("a.txt"), "Says one."),
                        Map.entry(new ProjectPath("copy.txt"), "Says one."),
                        Map.entry(new ProjectPath("b.txt"), "x".repeat(300)));
        assertThat(files().tree(owner, project, 1).files())
                .extracting(FileTree.Entry::summary)
                .containsExactly("Says one.", null);
    }

    @Test
    void keepsLocksWithTheirRevision() {
        var owner = sql().newUser();
        var project = writer().newProject(owner, "locks");
        assertThat(files().locks(owner, project)).isEqualTo(new FileRepository.Locks(List.of(), 0));
        var locks = new LockedPaths(List.of(new PathGlob("LICENSE"), new PathGlob("**/*.lock")));

        var first = files().lock(owner, project, locks, 0);
        var same = files().lock(owner, project, locks, null);

        assertThat(first.paths()).isEqualTo(locks);
        assertThat(first.revision()).isOne();
        assertThat(same).isEqualTo(first);
        assertThat(files().locks(owner, project)).isEqualTo(first);
        assertThat(files().snapshot(owner, project).locks()).isEqualTo(locks);
        assertThat(files().lock(owner, project, LockedPaths.none(), 1).revision()).isEqualTo(2);
        assertFails(ErrorCode.VERSION_CONFLICT, () -> files().lock(owner, project, locks, 1));
    }

    @Test
    void tellsWhatTheChecksSaidOfAVersion() {
        var owner = sql().newUser();
        var project = writer().newProject(owner, "verdicts");
        writer().commit(owner, project, put("a.json", "{"));
        var finding = new Finding(new ProjectPath("a.json"), 1, "syntax", Severity.ERROR, "no");
        var check =
                "select samo.version_checked(cast(? as uuid), cast(? as uuid), 1, false, cast(? as jsonb))";

        assertThat(files().version(owner, project, 1).orElseThrow())
                .returns(null, Version::verified)
                .returns(List.of(), Version::findings);
        sql().asService(check, owner, project, json().writeValueAsString(List.of(finding)));

        assertThat(files().version(owner, project, 1).orElseThrow())
                .returns(false, Version::verified)
                .returns(
                        List.of(new Version.Finding("a.json", 1, "syntax", "error", "no")),
                        Version::findings);
        sql().asService(check, owner, project, json().writeValueAsString(nCopies(101, finding)));
        assertThat(files().version(owner, project, 1).orElseThrow().findings()).hasSize(100);
        assertThatThrownBy(() -> sql().asService(check, sql().newUser(), project, "[]"))
                .hasMessageStartingWith("PT404");
    }

    @Test
    void makesVersionsForTheOwner() {
        var owner = sql().newUser();
        var project = writer().newProject(owner, "edits");
        var edits = new EditRepository(database());
        var path = new ProjectPath("й/a.bin");
        var always = Preconditions.of(null, null);

        var added = edits.put(owner, project, path, BINARY, "add", always);
        var same = edits.put(owner, project, path, BINARY, "again", always);
        var current = Preconditions.of("\"" + added.sha256() + "\"", null);
        var gone = edits.delete(owner, project, path, "delete", current);
        var back = edits.restore(owner, project, 1, "back", 2);

        assertThat(added.created()).isTrue();
        assertThat(same.edit()).isEqualTo(new FileEdit(1, "й/a.bin", 4, added.sha256()));
        assertThat(gone.edit()).isEqualTo(new FileEdit(2, "й/a.bin", null, null));
        assertThat(back.created()).isTrue();
        assertThat(back.version().message()).isEqualTo("back");
        assertThat(content(owner, project, 3, "й/a.bin")).isEqualTo(BINARY);
        assertFails(
                ErrorCode.VERSION_CONFLICT,
                () -> edits.put(owner, project, path, BINARY, "", Preconditions.of(null, "*")));
        assertFails(ErrorCode.VERSION_CONFLICT, () -> edits.restore(owner, project, 1, "stale", 2));
        assertNotFound(() -> edits.delete(sql().newUser(), project, path, "", always));
        assertNotFound(() -> edits.restore(sql().newUser(), project, 1, "", null));
    }

    @Test
    void comparesVersions() {
        var owner = sql().newUser();
        var project = writer().newProject(owner, "compared");
        writer().commit(owner, project, put("same", "x"), put("a", "1"), put("gone", BINARY));
        writer().commit(owner, project, put("a", "22"), delete("gone"), put("new", ""));

        var parent = files().compare(owner, project, 2, null);

        assertThat(parent.version()).isEqualTo(2);
        assertThat(parent.against()).isOne();
        assertThat(parent.files().stream().map(file -> file.path() + " " + file.change()))
                .containsExactly("a modified", "gone deleted", "new added");
        assertThat(parent.files().get(1).isText()).isFalse();
        assertThat(files().compare(owner, project, 1, 0).files()).hasSize(3);
        assertNotFound(() -> files().compare(owner, project, 3, null));
        assertNotFound(() -> files().compare(sql().newUser(), project, 2, null));
    }

    @Test
    void makesAProjectOfStagedContents() {
        var owner = sql().newUser();
        var imports = new ImportRepository(database());
        var project = new ProjectId(UUID.randomUUID());
        var digest = HexFormat.of().formatHex(Digests.sha256(BINARY));
        var file = List.of(new ImportRepository.NewFile(new ProjectPath("a"), digest));

        assertFails(
                ErrorCode.UNAVAILABLE,
                () -> imports.create(owner, project, "name", "about", file, "import"));
        imports.stage(owner, List.of(BINARY, BINARY));
        files().collect(owner);
        imports.create(owner, project, "name", "about", file, "import");

        assertThat(content(owner, project, 1, "a")).isEqualTo(BINARY);
        assertThat(files().version(owner, project, null).orElseThrow().author())
                .isEqualTo("import");
        assertNotFound(() -> files().tree(sql().newUser(), project, null));
        sql().asUser(owner, "select public.projects_delete(cast(? as uuid), null)", project);
        files().collect(owner);
        assertThat(blobs(owner)).isEqualTo("0");
    }

    @Test
    void storesAContentOnceForEachOwner() {
        var one = sql().newUser();
        var other = sql().newUser();
        for (var owner : List.of(one, one, other)) {
            var project = writer().newProject(owner, "same");
            writer().commit(owner, project, put("a", "same"), put("b", "same"));
            writer().commit(owner, project, delete("a"), put("c", "same"));
        }

        assertThat(blobs(one)).isEqualTo("1");
        assertThat(blobs(other)).isEqualTo("1");
    }

    @Test
    void hidesEverythingFromEverybodyElse() {
        var owner = sql().newUser();
        var stranger = sql().newUser();
        var project = writer().newProject(owner, "mine");
        writer().commit(owner, project, put("a.txt", "secret"));
        var digest = files().tree(owner, project, null).files().getFirst().sha256();

        assertThat(files().contents(stranger, List.of(digest))).isEmpty();
        assertNotFound(() -> files().tree(stranger, project, null));
        assertNotFound(() -> files().find(stranger, project, 1, new ProjectPath("a.txt")));
        assertNotFound(() -> files().snapshot(stranger, project));
        assertNotFound(() -> files().locks(stranger, project));
        assertNotFound(() -> files().lock(stranger, project, LockedPaths.none(), null));
        assertNotFound(() -> files().versions(stranger, project, null, 10));
        assertNotFound(() -> files().version(stranger, project, 1));
    }

    @Test
    void knowsNoVersionsThatWereNeverMade() {
        var owner = sql().newUser();
        var project = writer().newProject(owner, "short");
        writer().commit(owner, project, put("a.txt", "x"));

        assertNotFound(() -> files().tree(owner, project, 2));
        assertNotFound(() -> files().tree(owner, project, -1));
        assertNotFound(() -> files().version(owner, project, 2));
    }

    @Test
    void forgetsContentsOnlyWithTheLastProjectThatHasThem() {
        var owner = sql().newUser();
        var first = writer().newProject(owner, "first");
        var second = writer().newProject(owner, "second");
        writer().commit(owner, first, put("a.txt", "shared"), put("b.txt", "first only"));
        writer().commit(owner, second, put("z.txt", "shared"));
        assertThat(blobs(owner)).isEqualTo("2");

        sql().asUser(owner, "select public.projects_delete(cast(? as uuid), null)", first);
        files().collect(owner);

        assertThat(blobs(owner)).isEqualTo("1");
        assertThat(content(owner, second, 1, "z.txt")).isEqualTo("shared".getBytes());
    }

    @Test
    void keepsNothingBeyondTheOwnersRoom() {
        var owner = sql().newUser();
        var project = writer().newProject(owner, "full");
        var edits = new EditRepository(database());
        var path = new ProjectPath("a");
        StorageLimits.leave(sql(), owner, BINARY.length + 2 * StorageLimits.FILE);

        edits.put(owner, project, path, BINARY, "fits", FREE);
        edits.put(owner, project, new ProjectPath("b"), BINARY, "is there", FREE);
        assertFails(
                ErrorCode.STORAGE_EXCEEDED,
                () -> edits.put(owner, project, path, new byte[1], "no", FREE));
        assertFails(
                ErrorCode.STORAGE_EXCEEDED,
                () -> new ImportRepository(database()).stage(owner, List.of(BINARY, new byte[1])));

        assertThat(blobs(owner)).isEqualTo("1");
        assertThat(files().tree(owner, project, null).version()).isEqualTo(2);
        edits.delete(owner, project, path, "needs no room", FREE);
    }

    @Test
    void countsWhatIsKeptForEachOwnerOnceUntilItGoes() {
        var owner = sql().newUser();
        var other = sql().newUser();
        var first = writer().newProject(owner, "first");
        var second = writer().newProject(owner, "second");
        writer().commit(owner, first, put("a", "four"), put("b", "four"), put("c", "three+"));
        writer().commit(owner, second, put("a", "four"));
        int all = "four".length() + "three+".length() + 4 * StorageLimits.FILE;
        assertThat(StorageLimits.used(sql(), owner)).isEqualTo(all);
        assertThat(StorageLimits.used(sql(), other)).isZero();

        writer().commit(owner, first, delete("c"));
        files().collect(owner);
        assertThat(StorageLimits.used(sql(), owner)).isEqualTo(all);
        sql().asUser(owner, "select public.projects_delete(cast(? as uuid), null)", first);
        files().collect(owner);

        assertThat(StorageLimits.used(sql(), owner)).isEqualTo(4 + StorageLimits.FILE);
    }

    private @Nullable String blobs(UserId owner) {
        return sql().asUser(owner, "select count(*) from public.blobs");
    }

    private static void assertNotFound(ThrowingCallable call) {
        assertFails(ErrorCode.NOT_FOUND, call);
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ApiException.class, failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
