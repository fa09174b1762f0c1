package com.samokoder.gateway;

import com.samokoder.keys.KeyVault;
import com.samokoder.keys.KeyVault.StoredKey;
import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ChatModels;
import com.samokoder.llm.ProviderConnection;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import io.opentelemetry.api.trace.Tracer;

import org.springframework.stereotype.Service;

import java.util.List;
import java.util.function.UnaryOperator;

/** The door: finds the route, and puts around the provider's model what every call needs. */
@Service
class ProviderDoor implements LlmGateway {
    private final Router router;
    private final KeyVault vault;
    private final ChatModels models;
    private final Metering metering;
    private final Retrying retrying;
    private final Circuit circuit;
    private final Tracer tracer;

    ProviderDoor(
            Router router,
            KeyVault vault,
            ChatModels models,
            Metering metering,
            Retrying retrying,
            Circuit circuit,
            Tracer tracer) {
        this.router = router;
        this.vault = vault;
        this.models = models;
        this.metering = metering;
        this.retrying = retrying;
        this.circuit = circuit;
        this.tracer = tracer;
    }

    @Override
    public ChatModel open(ModelWish wish) {
        var choices =
                router.routes(wish).stream()
                        .map(route -> new FailoverModel.Choice(route, attempt(wish, route)))
                        .toList();
        var client = wish.client();
        var listener = client == null ? AttemptListener.none() : client.onAttempt();
        return retrying.retried(new FailoverModel(choices, circuit, listener), wish);
    }

    private ChatModel attempt(ModelWish wish, Route route) {
        ChatModel model = new KeyedModel(route.model(), models, () -> connection(wish, route));
        for (var decorator : decorators(wish, route)) {
            model = decorator.apply(model);
        }
        return model;
    }

    /**
     * The order of everything an attempt passes, from the provider outwards. Around the attempts of
     * one wish come failover and, around that, retries.
     */
    private List<UnaryOperator<ChatModel>> decorators(ModelWish wish, Route route) {
        return List.of(
                model -> new CircuitModel(model, circuit, route),
                model -> observed(model, wish, route),
                model -> metering.metered(model, wish, route),
                model -> new TracedModel(model, tracer));
    }

    private ChatModel observed(ChatModel model, ModelWish wish, Route route) {
        var key = route.key();
        return key == null ? model : new ObservedModel(model, vault, wish.user(), key);
    }

    private ProviderConnection connection(ModelWish wish, Route route) {
        var key = route.key();
        return key == null
                ? new ProviderConnection(route.model().provider(), null, null)
                : opened(wish, key);
    }

    private ProviderConnection opened(ModelWish wish, StoredKey key) {
        try {
            return vault.open(wish.user(), key.id());
        } catch (ApiException failure) {
            if (failure.code() == ErrorCode.NOT_FOUND) {
                throw ApiException.of(ErrorCode.PROVIDER_KEY_MISSING, "gateway.key_gone");
            }
            throw failure;
        }
    }
}
