package com.samokoder.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.auth.UserId;
import com.samokoder.keys.KeyRepository.Fields;
import com.samokoder.keys.KeyRepository.Seal;
import com.samokoder.keys.KeySealer.Place;
import com.samokoder.platform.database.Database;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.secrets.MasterKeys;
import com.samokoder.platform.secrets.Secret;
import com.samokoder.platform.secrets.TestKeys;
import com.samokoder.platform.time.Ids;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestInstallation;
import com.samokoder.testing.TestSql;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import java.time.Clock;
import java.util.List;

@ServiceTest
class KeyRotationTests {
    private static final MasterKeys OLD = TestKeys.of("old master key");
    private static final MasterKeys BOTH = TestKeys.of("new master key", "old master key");
    private static final MasterKeys NEW = TestKeys.of("new master key");

    @Autowired Database database;
    @Autowired Environment environment;
    @Autowired Ids ids;

    private TestSql sql;
    private KeyRepository keys;
    private OutdatedKeys rotations;
    private UserId user;

    @AfterEach
    void deleteAll() {
        sql.asService("delete from public.provider_keys where user_id = cast(? as uuid)", user);
    }

    @BeforeEach
    void prepare() {
        sql = new TestSql(TestInstallation.databaseUrl(environment));
        keys = new KeyRepository(database);
        rotations = new OutdatedKeys(database);
        user = sql.newUser();
    }

    @Test
    void everythingOpensBeforeDuringAndAfterARotation() {
        var first = add(OLD, "first-secret");
        var second = add(OLD, "second-secret");
        assertThat(open(BOTH, first)).isEqualTo("first-secret");
        var third = add(BOTH, "third-secret");

        var count = rotation(BOTH).reseal();

        assertThat(count.resealed()).isEqualTo(2);
        assertThat(rotation(BOTH).reseal().resealed()).isZero();
        assertThat(open(NEW, first)).isEqualTo("first-secret");
        assertThat(open(NEW, second)).isEqualTo("second-secret");
        assertThat(open(NEW, third)).isEqualTo("third-secret");
        assertUnreadable(() -> open(OLD, first));
    }

    @Test
    void resealsMoreThanOneBatch() {
        for (int index = 0; index < 205; index++) {
            add(OLD, "secret-number-" + index);
        }
        assertThat(rotation(BOTH).reseal().resealed()).isEqualTo(205);
    }

    @Test
    void leavesAKeyThatItsOwnerReplacedMeanwhile() {
        var id = add(OLD, "old-secret-of-owner");
        var stale =
                rotations.list(NEW.currentId(), null, 1000).stream()
                        .filter(row -> row.id().equals(id.value()))
                        .findAny()
                        .orElseThrow();
        var sealer = new KeySealer(BOTH);
        var replaced = sealer.seal(place(id), new Secret("new-secret-of-owner"));
        keys.change(
                user,
                id,
                null,
                new Fields(null, null, null, null, null),
                new Seal(replaced, List.of()));
        var late = sealer.seal(place(id), new Secret("old-secret-of-owner"));

        var swapped =
                rotations.reseal(
                        List.of(
                                new SealedKey.Resealed(
                                        id.value(),
                                        stale.ciphertext(),
                                        late.scheme(),
                                        late.kekId(),
                                        late.nonce(),
                                        late.ciphertext(),
                                        late.fingerprint())));

        assertThat(swapped).isZero();
        assertThat(open(NEW, id)).isEqualTo("new-secret-of-owner");
    }

    @Test
    void countsWhatNoMasterKeyOpensAndLeavesIt() {
        var lost = add(TestKeys.of("lost master key"), "lost-secret");
        var count = rotation(BOTH).reseal();
        assertThat(count.unreadable()).isPositive();
        assertUnreadable(() -> open(BOTH, lost));
        keys.delete(user, lost, null);
    }

    @Test
    void aRowCopiedToAnotherUserDoesNotOpen() {
        var id = add(OLD, "secret-of-one-user");
        var thief = sql.newUser();
        sql.asService(
                "update public.provider_keys set user_id = cast(? as uuid)"
                        + " where id = cast(? as uuid)",
                thief,
                id);
        var vault =
                new VaultService(
                        keys, new RememberedKeys(keys), new KeySealer(OLD), Clock.systemUTC());
        assertUnreadable(() -> vault.open(thief, id));
        keys.delete(thief, id, null);
    }

    @Test
    void nobodyButTheServiceReadsWhatIsSealed() {
        add(OLD, "secret-of-somebody");
        assertThat(sql.asUser(user, "select count(name) from public.provider_keys")).isEqualTo("1");
        for (var column : List.of("ciphertext", "nonce", "kek_id", "fingerprint", "scheme")) {
            assertThatThrownBy(() ->
                            sql.asUser(user, "select " + column + " from public.provider_keys"))
                    .hasMessageStartingWith("42501");
        }
        assertThatThrownBy(() -> sql.asUser(user, "update public.provider_keys set name = 'x'"))
                .hasMessageStartingWith("42501");
        assertThatThrownBy(() ->
                        sql.asUser(user, "select public.keys_open(cast(? as uuid), null)", user))
                .hasMessageStartingWith("42501");
        assertThat(sql.asUser(sql.newUser(), "select count(name) from public.provider_keys"))
                .isEqualTo("0");
    }

    private KeyRotation rotation(MasterKeys masterKeys) {
        return new KeyRotation(rotations, new KeySealer(masterKeys), masterKeys);
    }

    private KeyId add(MasterKeys masterKeys, String secret) {
        var id = new KeyId(ids.next());
        var sealed = new KeySealer(masterKeys).seal(place(id), new Secret(secret));
        var fields = new Fields("openai", "key", null, 100, List.of());
        keys.add(user, id, fields, new Seal(sealed, List.of()), 1000);
        return id;
    }

    private Place place(KeyId id) {
        return new Place(user.value(), id.value(), "openai");
    }

    private String open(MasterKeys masterKeys, KeyId id) {
        var vault =
                new VaultService(
                        keys,
                        new RememberedKeys(keys),
                        new KeySealer(masterKeys),
                        Clock.systemUTC());
        return vault.open(user, id).apiKey().reveal();
    }

    private static void assertUnreadable(Runnable open) {
        assertThatThrownBy(open::run)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.KEY_UNREADABLE));
    }
}
