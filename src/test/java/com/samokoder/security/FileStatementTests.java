package com.samokoder.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import okhttp3.MediaType;
import okhttp3.RequestBody;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.util.List;
import java.util.Map;

/** Files and archives: statements 17 to 20. */
@ServiceTest
class FileStatementTests {
    @Autowired Api api;

    @Test
    @DisplayName("17 (V5.2.1, V5.2.4): nothing is taken above its limit")
    void limitsHold() {
        Proof.by(
                "platform.web.ProblemTests#refusesBodiesAboveTheLimitHoweverTheyAreSent",
                "files.ZipImportTests#refusesTooMuch",
                "files.VersionCreateTests#refusesTooMuch",
                "files.StorageTests#aFullUserWritesNothingMoreAndLosesNothing",
                "files.StorageTests#ofSeveralThatWriteAtOnceOneGetsTheLastRoom",
                "runs.RunApiTests#aRunPausesWhereItsFilesDoNotFitAndGoesOnWhenThereIsRoom",
                "files.git.GitTests#refusesLinksAndLargeFilesAndKeepsNothingOfThem");
    }

    @Test
    @DisplayName("18 (V5.2.3): an archive is refused before it has unpacked past a limit")
    void archivesAreBounded() {
        Proof.by(
                "files.ZipImportTests#stopsUnpackingWhatUnpacksToMuchMoreThanItIs",
                "files.ZipImportTests#refusesDirectoriesMadeToFillTheMemory",
                "files.git.GitTests#refusesPacksOfMillionsOfObjects");
    }

    @Test
    @DisplayName("19 (V5.2.5, V5.3.2, V5.3.3): no path leaves its project, and there are no links")
    void pathsStayInside() {
        var owner = api.register();
        var project =
                owner.post("/api/projects", Map.of("name", "p", "description", "p"))
                        .expect(201)
                        .json()
                        .path("id")
                        .stringValue();
        for (var path : List.of("%2e%2e/x", "a/../../x", "..%2fx", "%2fetc/passwd", "a%5c..%5cx")) {
            var body = RequestBody.create("x", MediaType.get("text/plain"));
            var url = "/api/projects/" + project + "/files/" + path;
            assertThat(owner.send("PUT", url, body).status()).as(path).isBetween(400, 499);
        }
        Proof.by(
                "files.ProjectPathTests#neverLeavesTheProjectWhateverIsThrownAtIt",
                "files.ZipImportTests#refusesLinksAndDevices",
                "files.ZipImportTests#refusesPathsThatAProjectCannotHave",
                "files.VersionCreateTests#isTheLastWallForPaths",
                "files.git.GitTests#refusesPathsThatAVersionMayNotHave",
                "agents.AgentCrewTests#takesNothingFromAnAnswerThatLeavesTheProject");
    }

    @Test
    @DisplayName("20 (V5.4.1, V5.4.2): the service names what is downloaded")
    void downloadsAreNamedHere() {
        Proof.by(
                "files.AttachmentNameTests#leavesNothingToSplitAHeaderOrAPathWith",
                "files.AttachmentNameTests#spellsCyrillicForClientsThatKnowHow",
                "files.FileApiTests#exportsAVersionAsAZip");
    }
}
