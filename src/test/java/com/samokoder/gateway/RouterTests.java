package com.samokoder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.auth.UserId;
import com.samokoder.keys.KeyId;
import com.samokoder.keys.KeyVault;
import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ChatModels;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderCatalog;
import com.samokoder.llm.ProviderConnection;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.llm.WireForm;
import com.samokoder.platform.errors.ApiException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

class RouterTests {
    private static final UserId ANN = new UserId(new UUID(0, 1));
    private static final UserId BOB = new UserId(new UUID(0, 2));

    private final Keys keys = new Keys();
    private boolean demo = true;

    @Test
    void withoutAnythingTheDemoAnswers() {
        assertThat(route(null, null, null)).isEqualTo("demo/scripted without key");
    }

    @Test
    void withoutAnythingAndWithoutDemoAKeyIsMissing() {
        demo = false;
        assertMissing("provider_key_missing.detail", () -> route(null, null, null));
    }

    @Test
    void theFirstKeyByPriorityServesItsDefaultModel() {
        keys.add(ANN, 1, "anthropic", 20);
        keys.add(ANN, 2, "openai", 10);
        assertThat(route(null, null, null)).isEqualTo("openai/large with key 2");
    }

    @Test
    void aRefusedOrEmptyKeyWaitsBehindTheOthers() {
        keys.add(ANN, 1, "openai", 1, "invalid");
        keys.add(ANN, 2, "openai", 2, "exhausted");
        keys.add(ANN, 3, "openai", 3, "rate_limited");
        assertThat(route("openai", null, null)).endsWith("key 3");
    }

    @Test
    void theOnlyKeyServesEvenWhenItWasRefusedBefore() {
        keys.add(ANN, 1, "openai", 1, "invalid");
        assertThat(route("openai", null, null)).endsWith("key 1");
    }

    @Test
    void aKeyServesWhatItsOwnerAllows() {
        keys.add(ANN, 1, "openai", 1, "valid", "small");
        keys.add(ANN, 2, "openai", 2);
        assertThat(route("openai", "large", null)).isEqualTo("openai/large with key 2");
        assertThat(route("openai", "small", null)).isEqualTo("openai/small with key 1");
        assertThat(route("openai", null, null)).isEqualTo("openai/small with key 1");
        assertMissing("gateway.model_not_allowed", () -> route(null, "openai/large", 1));
    }

    @Test
    void aModelMayNameItsProvider() {
        keys.add(ANN, 1, "openai", 1);
        assertThat(route(null, "openai/some-model", null))
                .isEqualTo("openai/some-model with key 1");
        assertThat(route("openai", "openai/some-model", null))
                .isEqualTo("openai/some-model with key 1");
    }

    @Test
    void aModelsOwnNameMayBeginLikeItsProvider() {
        keys.add(ANN, 1, "openrouter", 1);
        assertThat(route("openrouter", "openrouter/auto", null))
                .isEqualTo("openrouter/openrouter/auto with key 1");
    }

    @Test
    void aBareNameMustMeanOneThing() {
        keys.add(ANN, 1, "openai", 1);
        assertThat(route(null, "nobody-knows", null)).isEqualTo("openai/nobody-knows with key 1");
        keys.add(ANN, 2, "anthropic", 2);
        assertThat(route(null, "large", null)).isEqualTo("openai/large with key 1");
        assertThatThrownBy(() -> route(null, "nobody-knows", null))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        failure ->
                                assertThat(failure.detailKey())
                                        .isEqualTo("gateway.ambiguous_model"));
    }

    @Test
    void nobodysElseKeyServes() {
        keys.add(BOB, 1, "openai", 1);
        assertMissing("gateway.key_gone", () -> route(null, null, 1));
        assertMissing("gateway.no_key_for_provider", () -> route("openai", null, null));
    }

    @Test
    void aChosenKeyDecidesTheProvider() {
        keys.add(ANN, 1, "openai", 1);
        keys.add(ANN, 2, "anthropic", 2);
        assertThat(route(null, null, 2)).isEqualTo("anthropic/wise with key 2");
        assertMissing("gateway.no_key_for_provider", () -> route("openai", null, 2));
    }

    @Test
    void aLocalProviderNeedsNoKeyButMayHaveOne() {
        assertThat(route("ollama", null, null)).isEqualTo("ollama/coder without key");
        keys.add(ANN, 1, "ollama", 1);
        assertThat(route("ollama", null, null)).isEqualTo("ollama/coder with key 1");
    }

    @Test
    void aProviderWithoutAnAddressNeedsAKeyThatBringsOne() {
        assertMissing("gateway.no_key_for_provider", () -> route("custom", "some-model", null));
        keys.add(ANN, 1, "custom", 1);
        assertThat(route("custom", "some-model", null)).isEqualTo("custom/some-model with key 1");
        assertMissing("gateway.no_default_model", () -> route("custom", null, null));
    }

    @Test
    void anUnknownProviderIsAnInvalidRequest() {
        assertThatThrownBy(() -> route("nowhere", null, null))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        failure ->
                                assertThat(failure.detailKey())
                                        .isEqualTo("gateway.unknown_provider"));
    }

    private String route(String provider, String model, Integer key) {
        var keyId = key == null ? null : new UUID(7, key);
        var wish =
                new ModelWish(
                        ANN,
                        provider,
                        model,
                        keyId,
                        null,
                        null,
                        null,
                        null,
                        null,
                        SpendListener.none());
        var route = new Router(keys, new Catalog(demo), new Forms()).routes(wish).getFirst();
        var by =
                route.key() == null
                        ? "without key"
                        : "with key " + route.key().id().value().getLeastSignificantBits();
        return route.model() + " " + by;
    }

    private static void assertMissing(String detail, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        failure -> {
                            assertThat(failure.detailKey()).isEqualTo(detail);
                            assertThat(failure.code().code()).isEqualTo("provider_key_missing");
                        });
    }

    private static final class Keys implements KeyVault {
        private record Owned(UserId owner, StoredKey key) {}

        private final List<Owned> all = new ArrayList<>();

        void add(UserId owner, int id, String provider, int priority) {
            add(owner, id, provider, priority, "valid");
        }

        void add(
                UserId owner,
                int id,
                String provider,
                int priority,
                String status,
                String... allowed) {
            var key = new KeyId(new UUID(7, id));
            all.add(
                    new Owned(
                            owner,
                            new StoredKey(
                                    key, provider, "key", priority, List.of(allowed), status)));
        }

        @Override
        public List<StoredKey> list(UserId user) {
            return all.stream()
                    .filter(owned -> owned.owner().equals(user))
                    .map(Owned::key)
                    .toList();
        }

        @Override
        public ProviderConnection open(UserId user, KeyId key) {
            throw new AssertionError("routing opens no key");
        }

        @Override
        public void observe(UserId user, KeyId key, ProviderFailure failure) {
            throw new AssertionError("routing observes nothing");
        }
    }

    private record Catalog(boolean demo) implements ProviderCatalog {
        private static Provider provider(
                String id, String url, boolean needsKey, boolean scripted, String model) {
            return new Provider(id, id, url, "", needsKey, !needsKey, scripted, model);
        }

        @Override
        public List<Provider> providers() {
            var all =
                    new ArrayList<>(
                            List.of(
                                    provider("openai", "https://o", true, false, "large"),
                                    provider("anthropic", "https://a", true, false, "wise"),
                                    provider("openrouter", "https://r", true, false, "auto"),
                                    provider("ollama", "http://l", false, false, "coder"),
                                    provider("custom", null, false, false, null)));
            if (demo) {
                all.add(provider("demo", null, false, true, "scripted"));
            }
            return all;
        }

        @Override
        public Optional<Provider> provider(String id) {
            return providers().stream().filter(provider -> provider.id().equals(id)).findAny();
        }

        @Override
        public List<Model> models() {
            return List.of(model("openai", "large"), model("openrouter", "openrouter/auto"));
        }

        @Override
        public Optional<Model> model(ModelId id) {
            return models().stream().filter(model -> model.id().equals(id)).findAny();
        }

        private static Model model(String provider, String name) {
            return new Model(new ModelId(provider, name), name, 1000, 100, null, List.of());
        }
    }

    /** Anthropic does not speak the form of chat completions here. */
    private static final class Forms implements ChatModels {
        @Override
        public boolean serves(String provider, WireForm form) {
            return !provider.equals("anthropic") || form == WireForm.MESSAGES;
        }

        @Override
        public ChatModel open(ProviderConnection connection, String model) {
            throw new AssertionError("routing opens no model");
        }

        @Override
        public void check(ProviderConnection connection) {
            throw new AssertionError("routing checks nothing");
        }

        @Override
        public List<String> list(ProviderConnection connection) {
            throw new AssertionError("routing lists nothing");
        }
    }
}
