package com.samokoder.security;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.auth.identity.InstallationDatabase;
import com.samokoder.platform.secrets.MasterKeys;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.TrustManager;

/** What is sealed, hashed, drawn and carried: statements 35 to 40. */
@ServiceTest
class CryptographyStatementTests {
    @Autowired Api api;
    @Autowired Environment environment;

    @Test
    @DisplayName(
            "35 (V11.2.2): what is sealed names its scheme and its key, so that both can change")
    void schemesCanChange() {
        Proof.by(
                "platform.secrets.MasterKeysTests#opensOldValuesDuringARotationAndNoneAfterIt",
                "keys.KeyRotationTests#everythingOpensBeforeDuringAndAfterARotation",
                "keys.PostgrestKeyRotationTests#everythingOpensBeforeDuringAndAfterARotation");
    }

    @Test
    @DisplayName(
            "36 (V11.3.2, V11.3.3, V11.3.4): nothing opens that was changed, moved or sealed twice")
    void sealsHold() {
        Proof.by(
                "platform.secrets.MasterKeysTests#neverUsesANonceTwice",
                "platform.secrets.MasterKeysTests#refusesEveryFlippedBit",
                "platform.secrets.MasterKeysTests#refusesARowCopiedToAnotherOwner",
                "keys.KeySealerTests#opensNothingThatWasCopiedElsewhere",
                "keys.KeyRotationTests#aRowCopiedToAnotherUserDoesNotOpen");
    }

    @Test
    @DisplayName("37 (V11.4.2): passwords are stored as Argon2id at the recommended cost")
    void passwordsAreHashed() {
        var email = Api.newEmail();
        api.post("/api/auth/register", Map.of("email", email, "password", Api.PASSWORD))
                .expect(201);
        var stored =
                new InstallationDatabase(environment)
                        .text("select encrypted_password from auth.users where email = ?", email);
        assertThat(stored).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        Proof.by("auth.local.PasswordsTests#hashesWithArgon2idAtTheRecommendedCost");
    }

    @Test
    @DisplayName("38 (V11.4.4): master keys are stretched by at least 600,000 rounds")
    void masterKeysAreStretched() throws ReflectiveOperationException {
        var rounds = MasterKeys.class.getDeclaredField("ROUNDS");
        rounds.setAccessible(true);
        assertThat(rounds.getInt(null)).isGreaterThanOrEqualTo(600_000);
    }

    @Test
    @DisplayName("39 (V11.5.1): what acts as a secret is drawn, long enough, from a secure source")
    void secretsAreDrawn() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "com.samokoder.auth..",
                        "com.samokoder.keys..",
                        "com.samokoder.platform.secrets..",
                        "com.samokoder.platform.time..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ThreadLocalRandom.class)
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .callMethod(Math.class, "random")
                .check(Sources.main());
        var owner = api.register();
        var request = Map.of("name", "t", "scopes", List.of("git"));
        var token = owner.post("/api/auth/tokens", request).expect(201).json().path("token");
        // 22 characters of Base64 are 132 bits.
        assertThat(token.stringValue().substring("sk-samo-".length() + 17)).hasSizeGreaterThan(21);
        var body = Map.of("email", Api.newEmail(), "password", Api.PASSWORD);
        var session = api.post("/api/auth/register", body).expect(201).json().path("session");
        assertThat(session.path("refresh_token").stringValue()).hasSizeGreaterThan(21);
    }

    @Test
    @DisplayName("40 (V12.2.1, V12.3.2): certificates are checked wherever the service calls")
    void certificatesAreChecked() {
        noClasses()
                .should()
                .implement(TrustManager.class)
                .orShould()
                .implement(HostnameVerifier.class)
                .orShould()
                .callMethodWhere(Calls.named("hostnameVerifier", "sslSocketFactory"))
                .check(Sources.main());
        Proof.by(
                "platform.environment.SettingsGateTests#eachWrongSettingIsNamed",
                "platform.environment.SettingsGateTests#databasesNearbyNeedNoTls",
                "platform.supabase.SupabaseProjectTests#plainHttpIsForThisMachineOutsideProduction",
                "platform.http.EgressTests#credentialsDoNotTravelInTheClearOverTheOpenNetwork");
    }
}
