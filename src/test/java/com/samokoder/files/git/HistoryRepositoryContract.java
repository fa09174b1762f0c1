package com.samokoder.files.git;

import static com.samokoder.files.VersionWriter.delete;
import static com.samokoder.files.VersionWriter.put;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samokoder.auth.UserId;
import com.samokoder.files.VersionWriter;
import com.samokoder.files.git.History.Change;
import com.samokoder.platform.database.Database;
import com.samokoder.platform.database.StorageLimits;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.secrets.Digests;
import com.samokoder.testing.TestSql;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.util.HexFormat;
import java.util.List;

/** What the repository promises, over every transport of the database. */
abstract class HistoryRepositoryContract {
    private static final byte[] CONTENT = {0, (byte) 0xff, 1};

    abstract Database database();

    abstract JsonMapper json();

    abstract TestSql sql();

    private HistoryRepository histories() {
        return new HistoryRepository(database());
    }

    private VersionWriter writer() {
        return new VersionWriter(sql(), json());
    }

    @Test
    void tellsWhatEachVersionChanged() {
        var owner = sql().newUser();
        var project = writer().newProject(owner, "history");
        assertThat(histories().after(owner, project, 0)).isEqualTo(new History(0, List.of()));
        writer().commit(owner, project, put("a", "1"), put("b", "2"));
        writer().commit(owner, project, put("a", "3"), delete("b"), put("c", "1"));

        var history = histories().after(owner, project, 0);

        assertThat(history.head()).isEqualTo(2);
        assertThat(history.steps()).extracting(History.Step::number).containsExactly(1, 2);
        assertThat(history.steps().getLast().changes())
                .containsExactly(
                        new Change("a", digest("3".getBytes(UTF_8)), 1),
                        new Change("b", null, 0),
                        new Change("c", digest("1".getBytes(UTF_8)), 1));
        assertThat(histories().after(owner, project, 1).steps()).hasSize(1);
        assertThat(histories().after(owner, project, 2).steps()).isEmpty();
    }

    @Test
    void takesAPushInAsItIs() {
        var owner = sql().newUser();
        var project = writer().newProject(owner, "push");
        var object = new MergedObject("blob", CONTENT);
        var first = commit("first", List.of(object), new Change("a", digest(CONTENT), 3));
        var second = commit("nothing changed", List.of());

        histories().stage(owner, List.of(CONTENT));
        int newest = histories().push(owner, project, 0, List.of(first, second));

        assertThat(newest).isEqualTo(2);
        var steps = histories().after(owner, project, 0).steps();
        assertThat(steps).extracting(History.Step::author).containsOnly("user");
        assertThat(steps).extracting(History.Step::merged).containsExactly(true, false);
        assertThat(steps.getFirst().commit()).isEqualTo(first.content());
        assertThat(steps.getFirst().executables()).containsExactly("a");
        assertThat(steps.getLast().changes()).isEmpty();
        assertThat(histories().objects(owner, project, 1))
                .singleElement()
                .extracting(MergedObject::content)
                .isEqualTo(CONTENT);
        assertThat(histories().contents(owner, List.of(digest(CONTENT))).values())
                .singleElement()
                .isEqualTo(CONTENT);
    }

    @Test
    void takesAPushInAsAWholeOrNotAtAll() {
        var owner = sql().newUser();
        var project = writer().newProject(owner, "whole");
        histories().stage(owner, List.of(CONTENT));
        var good = commit("good", List.of(), new Change("a", digest(CONTENT), 3));
        var unknown = commit("bad", List.of(), new Change("b", digest(new byte[1]), 1));

        assertFails(
                ErrorCode.UNAVAILABLE,
                () -> histories().push(owner, project, 0, List.of(good, unknown)));
        assertFails(
                ErrorCode.VERSION_CONFLICT,
                () -> histories().push(owner, project, 1, List.of(unknown)));

        assertThat(histories().after(owner, project, 0).head()).isZero();
        assertThat(histories().push(owner, project, 0, List.of(good))).isOne();
    }

    @Test
    void leavesAloneWhatAnotherPushIsAboutToReferTo() {
        var owner = sql().newUser();
        var project = writer().newProject(owner, "race");
        var mine = commit("mine", List.of(), new Change("a", digest(CONTENT), 3));
        var late = commit("late", List.of(), new Change("a", digest(CONTENT), 3));
        histories().stage(owner, List.of(CONTENT));

        assertFails(
                ErrorCode.VERSION_CONFLICT,
                () -> histories().push(owner, project, 7, List.of(late)));
        collect(owner);
        histories().push(owner, project, 0, List.of(mine));

        assertThat(histories().contents(owner, List.of(digest(CONTENT)))).hasSize(1);
        sql().asUser(owner, "select public.projects_delete(cast(? as uuid), null)", project);
        collect(owner);
        assertThat(histories().contents(owner, List.of(digest(CONTENT)))).isEmpty();
    }

    @Test
    void takesAwayWhatNoPushReferredToInTime() {
        var owner = sql().newUser();
        var project = writer().newProject(owner, "expired");
        byte[] kept = {7};
        byte[] other = {8};
        writer().commit(owner, project, put("kept", kept));
        histories().stage(owner, List.of(CONTENT, kept));
        expire(owner);

        histories().stage(owner, List.of(other));

        var all = List.of(digest(CONTENT), digest(kept), digest(other));
        assertThat(histories().contents(owner, all)).containsOnlyKeys(digest(kept), digest(other));
        var late = commit("late", List.of(), new Change("a", digest(CONTENT), 3));
        assertFails(
                ErrorCode.UNAVAILABLE, () -> histories().push(owner, project, 1, List.of(late)));
    }

    @Test
    void waitsAgainForContentsThatAreStagedAgain() {
        var owner = sql().newUser();
        histories().stage(owner, List.of(CONTENT));
        expire(owner);

        histories().stage(owner, List.of(CONTENT));
        collect(owner);

        assertThat(histories().contents(owner, List.of(digest(CONTENT)))).hasSize(1);
        expire(owner);
        collect(owner);
        assertThat(histories().contents(owner, List.of(digest(CONTENT)))).isEmpty();
    }

    @Test
    void countsAllThatAPushKeeps() {
        var owner = sql().newUser();
        var project = writer().newProject(owner, "full");
        var merged = List.of(new MergedObject("blob", new byte[100]));
        var mine = commit("mine", merged, new Change("a", digest(CONTENT), 3));
        int size = CONTENT.length + mine.content().length + 100 + StorageLimits.FILE;
        StorageLimits.leave(sql(), owner, size - 1);
        histories().stage(owner, List.of(CONTENT));
        assertFails(
                ErrorCode.STORAGE_EXCEEDED,
                () -> histories().push(owner, project, 0, List.of(mine)));
        assertThat(count(owner, "versions")).isEqualTo("0");
        assertFails(
                ErrorCode.STORAGE_EXCEEDED,
                () -> histories().stage(owner, List.of(new byte[size])));

        StorageLimits.leave(sql(), owner, size);
        histories().push(owner, project, 0, List.of(mine));

        collect(owner);
        assertThat(StorageLimits.used(sql(), owner)).isEqualTo(size);
        sql().asUser(owner, "select public.projects_delete(cast(? as uuid), null)", project);
        collect(owner);
        assertThat(StorageLimits.used(sql(), owner)).isZero();
    }

    @Test
    void givesTheRoomBackOfWhatNoPushReferredToInTime() {
        var owner = sql().newUser();
        histories().stage(owner, List.of(CONTENT));
        expire(owner);

        histories().stage(owner, List.of(new byte[1]));

        assertThat(StorageLimits.used(sql(), owner)).isOne();
    }

    /** As the deletion of any project of the owner does. */
    private void collect(UserId owner) {
        sql().asService("select public.files_collect(cast(? as uuid))", owner);
    }

    private void expire(UserId owner) {
        sql().asOwner(
                        "update public.blobs set staged_until = staged_until - interval '15 minutes'"
                                + " where user_id = cast(? as uuid)",
                        owner);
    }

    @Test
    void hidesEverythingFromOthers() {
        var owner = sql().newUser();
        var stranger = sql().newUser();
        var project = writer().newProject(owner, "hidden");
        histories().stage(owner, List.of(CONTENT));
        var commit =
                commit(
                        "mine",
                        List.of(new MergedObject("blob", CONTENT)),
                        new Change("a", digest(CONTENT), 3));
        histories().push(owner, project, 0, List.of(commit));

        assertFails(ErrorCode.NOT_FOUND, () -> histories().after(stranger, project, 0));
        assertFails(
                ErrorCode.NOT_FOUND,
                () -> histories().push(stranger, project, 1, List.of(commit("x", List.of()))));
        assertThat(histories().objects(stranger, project, 1)).isEmpty();
        assertThat(histories().contents(stranger, List.of(digest(CONTENT)))).isEmpty();
        for (var table : List.of("version_commits", "version_objects")) {
            assertThat(count(stranger, table)).isEqualTo("0");
            assertThat(count(owner, table)).isEqualTo("1");
        }
    }

    private String count(UserId user, String table) {
        return String.valueOf(sql().asUser(user, "select count(*) from public." + table));
    }

    private static PushedCommit commit(
            String message, List<MergedObject> objects, Change... changes) {
        var content = ("commit " + message).getBytes(UTF_8);
        return new PushedCommit(message, content, List.of("a"), List.of(changes), objects);
    }

    private static String digest(byte[] content) {
        return HexFormat.of().formatHex(Digests.sha256(content));
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ApiException.class, failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
