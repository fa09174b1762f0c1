package com.samokoder.security;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/** Each attack of the threat model, and the tests that make it. */
class ThreatTests {
    /**
     * @param name number and sense of the threat
     * @param tests that make the attack, or see that what it needs is not there
     */
    record Threat(String name, List<String> tests) {
        private static Threat of(String name, String... tests) {
            return new Threat(name, List.of(tests));
        }
    }

    static final List<Threat> SECRETS =
            List.of(
                    Threat.of(
                            "T1: a base URL that leads inside",
                            "platform.http.EgressTests#noHostileUrlPassesTheCheckOfUrls",
                            "platform.http.EgressTests"
                                    + "#noHostileUrlReachesTheMachineEvenWithoutTheCheckOfUrls",
                            "platform.http.EgressTests"
                                    + "#aNameThatChangesItsAnswerIsRefusedWhenItIsUsed"),
                    Threat.of(
                            "T2: a provider that sends the key on",
                            "platform.http.EgressTests"
                                    + "#aRedirectIsNotFollowedAndItsTargetSeesNothing",
                            "keys.KeysApiTests#aNewAddressNeedsTheKeyAgain"),
                    Threat.of(
                            "T3: a key in what is written or told",
                            "PlantedKeyTests#aPlantedKeyIsFoundNowhere",
                            "platform.logging.RedactorTests#masksCredentialsWhereverTheyStand",
                            "platform.logging.SentryTests#aPlantedKeyDoesNotLeaveTheService",
                            "keys.KeysApiTests"
                                    + "#aKeyWithOtherCharactersIsRefusedWithoutBeingRepeated"),
                    Threat.of(
                            "T4: the inside of the process over HTTP",
                            "security.ConfigurationStatementTests#theInsideIsNotPublished",
                            "platform.web.HttpSurfaceTests#metricsAreForTheOwnNetwork"),
                    Threat.of(
                            "T24: the service's key in other hands",
                            "platform.supabase.SupabaseProjectTests#nothingPrintsAKey",
                            "security.ServiceKeyTests#onlyTheTwoPortsHoldTheServicesKey"),
                    Threat.of(
                            "T25: settings that open the door",
                            "platform.environment.SettingsGateTests#eachWrongSettingIsNamed",
                            "platform.environment.SettingsGateTests#anUnknownEnvironmentIsProduction",
                            "platform.secrets.KeyPairTests#refusesWhatOthersCouldGuess"),
                    Threat.of(
                            "T29: a part that was tampered with",
                            "security.ConfigurationStatementTests#partsArePinned"),
                    Threat.of(
                            "T34: the laptop's database in production or in the neighbours' hands",
                            "platform.database.EmbeddedDatabaseTests"
                                    + "#asksForAPasswordAndWritesDurably",
                            "platform.database.EmbeddedDatabaseTests"
                                    + "#refusesAFolderThatAnotherServiceUses",
                            "platform.environment.SettingsGateTests#eachWrongSettingIsNamed"));

    static final List<Threat> TENANTS =
            List.of(
                    Threat.of(
                            "T5: somebody else's id",
                            "security.AuthorizationMatrixTests#anotherUsersIdsDoNotExist",
                            "auth.audit.AuditTests#nobodySeesAnothersEvents"),
                    Threat.of(
                            "T6: the database past the service",
                            "platform.database.ExposureTests#noUserDecidesWhatTheServiceDecides",
                            "platform.database.ExposureTests#overHttpThePublicKeyOpensNoMore",
                            "auth.audit.AuditTests#nobodyChangesARow"),
                    Threat.of(
                            "T16: a model that writes outside the project",
                            "agents.AgentCrewTests#takesNothingFromAnAnswerThatLeavesTheProject",
                            "files.ProjectPathTests#neverLeavesTheProjectWhateverIsThrownAtIt",
                            "runs.LockedPathsTests#aRunGoesOnWithoutTheFilesThatAreLocked"),
                    Threat.of(
                            "T22: text that the database would run",
                            "security.InjectionTests#aTextStaysAText",
                            "security.PostgrestInjectionTests#aTextStaysAText"),
                    Threat.of(
                            "T23: a session that makes itself more",
                            "platform.database.JdbcDatabaseTests"
                                    + "#keepsUsersFromTheServicesFunctionsAndRole",
                            "platform.database.SchemaGuardTests#noFunctionRunsWithItsOwnersRights",
                            "security.ConfigurationStatementTests#loginsAreSmall"),
                    Threat.of(
                            "T26: another spelling of a path or host",
                            "auth.security.PathConfusionTests#nobodyGetsInByAnotherSpelling",
                            "auth.security.PathConfusionTests#nobodyGetsInByAnotherHost"),
                    Threat.of(
                            "T27: a credential in another place",
                            "auth.token.AccessTokenTests#onlyTheBearerHeaderCarriesACredential"),
                    Threat.of(
                            "T28: fields that are the server's",
                            "security.InputStatementTests#fieldsOfTheServerAreRefused",
                            "auth.identity.AccountTests#nobodyMakesHimselfAnAdministrator"));

    static final List<Threat> IDENTITY =
            List.of(
                    Threat.of(
                            "T7: a forged token",
                            "auth.local.JwtVerifierTests#refuses",
                            "auth.local.ForgedTokenTests#everyForgeryGetsTheSameAnswer"),
                    Threat.of(
                            "T8: keys that cannot be fetched, or are asked for without end",
                            "auth.supabase.PublishedKeysTests"
                                    + "#unknownKeysAreLookedForOnceInThirtySeconds",
                            "auth.supabase.PublishedKeysTests#manyWhoAskAtOnceFetchOnce"),
                    Threat.of(
                            "T9: a stolen refresh token, a session that stays open",
                            "auth.identity.SessionTests#aUsedTokenThatComesAgainLaterEndsTheSession",
                            "auth.identity.SessionTests"
                                    + "#aSessionThatEndedElsewhereIsRefusedWithinFifteenSeconds"),
                    Threat.of(
                            "T10: guessing passwords and accounts",
                            "auth.identity.EnumerationTests#signingInTakesAsLongForAnUnknownUser",
                            "auth.identity.SupabaseSignInTests#refusalsOfAPasswordLeaveAtOnePace",
                            "auth.audit.AuditTests#aWrongPasswordIsKeptWithoutItsAddress"),
                    Threat.of(
                            "T30: a foreign page that uses the visitor's session",
                            "security.ServiceKeyTests#nobodySetsOrReadsACookie"));

    static final List<Threat> LIMITS =
            List.of(
                    Threat.of(
                            "T11: forged addresses",
                            "security.BrowserStatementTests#forwardedHeadersAreTheProxys"),
                    Threat.of(
                            "T12: addresses without number",
                            "platform.ratelimit.RateLimiterTests#oneIpv6NetworkIsOneClient"),
                    Threat.of(
                            "T13: bodies that fill the memory",
                            "platform.web.ProblemTests"
                                    + "#refusesBodiesAboveTheLimitHoweverTheyAreSent",
                            "platform.json.StrictJsonTests#refusesAbsurdNesting"),
                    Threat.of(
                            "T14: readers that stand still",
                            "runs.StalledReaderTests#readersThatStoppedReadingGiveTheirStreamsBack",
                            "gateway.surface.StreamEndTests"
                                    + "#aReaderThatReadsNothingIsDroppedAndPaysForWhatWasWritten",
                            "runs.RunFaultTests#aProjectHasOneRunAtATimeAndAUserFiveStreams"),
                    Threat.of(
                            "T15: archives that unpack without end",
                            "files.ZipImportTests#stopsUnpackingWhatUnpacksToMuchMoreThanItIs",
                            "files.ZipImportTests#refusesDirectoriesMadeToFillTheMemory",
                            "files.ZipImportTests#refusesLinksAndDevices"),
                    Threat.of(
                            "T17: a model that never has enough",
                            "runs.RunLimitsTests#eachLimitCountsByItself",
                            "runs.RunApiTests#aRunPausesAtItsLimitAndGoesOnWithAnother",
                            "runs.RunWalkTests#aTaskThatComesBackUnchangedIsStuckAndGoesOnToItsReviewWhenResumed"),
                    Threat.of(
                            "T18: one call paid for twice",
                            "platform.http.EgressTests#refusesABodyThatCouldBeSentTwice",
                            "llm.openai.OpenAiCompatibleTests"
                                    + "#sendsOneRequestOverAConnectionThatDiesInItsHands",
                            "runs.RunApiTests#aRepeatedRequestStartsNoSecondRun"),
                    Threat.of(
                            "T31: a provider that sends without end",
                            "llm.wire.SseReaderTests#holdsNoMoreOfALineThanItsLimit",
                            "llm.wire.SseReaderTests#readsNoMoreThanATotal",
                            "platform.http.EgressTests"
                                    + "#endsCallsThatTakeTooLongAndSaysWhichPart"),
                    Threat.of(
                            "T33: a health check that costs more than it tells",
                            "platform.web.HttpSurfaceTests#healthTellsWhichPartWorks"));

    static final List<Threat> BROWSERS =
            List.of(
                    Threat.of(
                            "T19: a foreign origin",
                            "platform.web.HttpSurfaceTests#onlyListedOriginsAreLetIn"),
                    Threat.of(
                            "T20: generated pages under the service's name",
                            "files.FileApiTests#servesBytesThatNoBrowserRuns"),
                    Threat.of(
                            "T21: lines that forge a log",
                            "security.RecordStatementTests#linesStayLines"),
                    Threat.of(
                            "T32: caches that keep what is private",
                            "security.ConfigurationStatementTests#answersAreNotKeptOnTheWay"));

    static Stream<Threat> all() {
        return Stream.of(SECRETS, TENANTS, IDENTITY, LIMITS, BROWSERS).flatMap(List::stream);
    }

    @TestFactory
    Stream<DynamicTest> eachAttackIsMade() {
        return all().map(threat ->
                DynamicTest.dynamicTest(
                        threat.name(), () -> Proof.by(threat.tests().toArray(String[]::new))));
    }
}
