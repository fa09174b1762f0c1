package com.samokoder.llm.anthropic;

import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderCatalog;
import com.samokoder.llm.ProviderConnection;
import com.samokoder.llm.WireCall;
import com.samokoder.llm.WireForm;
import com.samokoder.llm.adapter.ProviderAdapter;
import com.samokoder.llm.wire.AnswerJson;
import com.samokoder.llm.wire.DocumentReader;
import com.samokoder.llm.wire.FailureReader;
import com.samokoder.llm.wire.OutputTally;
import com.samokoder.llm.wire.ProviderTransport;
import com.samokoder.llm.wire.TokenCounter;
import com.samokoder.platform.http.OneShotBody;

import okhttp3.HttpUrl;
import okhttp3.Request;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Anthropic's own API. */
public final class AnthropicMessages implements ProviderAdapter {
    private static final String PROVIDER = "anthropic";
    private static final String VERSION = "2023-06-01";
    private static final String LONGEST_PAGE = "1000";

    private final ProviderTransport transport;
    private final FailureReader failures;
    private final TokenCounter counter;
    private final AnswerJson json;
    private final MessagesBody bodies;
    private final WireExchange exchange;

    public AnthropicMessages(
            ProviderTransport transport,
            FailureReader failures,
            TokenCounter counter,
            JsonMapper json,
            ProviderCatalog catalog,
            Clock clock) {
        this.transport = transport;
        this.failures = failures;
        this.counter = counter;
        this.json = new AnswerJson(json);
        this.bodies = new MessagesBody(json);
        this.exchange = new WireExchange(failures, json, catalog, clock);
    }

    @Override
    public boolean serves(String provider) {
        return PROVIDER.equals(provider);
    }

    @Override
    public boolean serves(String provider, WireForm form) {
        return switch (form) {
            case CHAT_COMPLETIONS, MESSAGES, COUNT_TOKENS -> true;
            case RESPONSES, EMBEDDINGS -> false;
        };
    }

    @Override
    public ChatModel open(ProviderConnection connection, String model) {
        return new Model(connection, model);
    }

    @Override
    public void check(ProviderConnection connection) {
        models(connection, "1");
    }

    @Override
    public List<String> list(ProviderConnection connection) {
        var names = new ArrayList<String>();
        models(connection, LONGEST_PAGE)
                .path("data")
                .forEach(model -> names.add(model.path("id").asString("")));
        return List.copyOf(names);
    }

    private JsonNode models(ProviderConnection connection, String limit) {
        var url =
                transport
                        .url(connection, "models")
                        .newBuilder()
                        .addQueryParameter("limit", limit)
                        .build();
        var reader = new DocumentReader(json, failures);
        transport.send(request(connection, url).build(), new Cancellation(), reader);
        return reader.document();
    }

    private Request.Builder request(ProviderConnection connection, HttpUrl url) {
        var request = new Request.Builder().url(url).header("anthropic-version", VERSION);
        var key = connection.apiKey();
        if (key != null) {
            request.header("x-api-key", transport.headerValue(key));
        }
        return request;
    }

    private final class Model implements ChatModel {
        private final ProviderConnection connection;
        private final String name;

        Model(ProviderConnection connection, String name) {
            this.connection = connection;
            this.name = name;
        }

        @Override
        public ModelId id() {
            return new ModelId(PROVIDER, name);
        }

        @Override
        public void stream(
                ChatRequest request, Cancellation cancellation, Consumer<ChatEvent> events) {
            var wire = request.wire();
            if (wire != null) {
                passOn(request, wire, cancellation, events);
                return;
            }
            var post =
                    request(connection, transport.url(connection, "messages"))
                            .header("Accept", "text/event-stream")
                            .header("Accept-Encoding", "identity")
                            .post(OneShotBody.json(bodies.write(request, name)))
                            .build();
            var tally = new OutputTally(counter, request);
            transport.send(
                    post,
                    cancellation,
                    new MessagesReader(json, failures, tally, cancellation, events));
        }

        private void passOn(
                ChatRequest request,
                WireCall call,
                Cancellation cancellation,
                Consumer<ChatEvent> events) {
            var post =
                    request(connection, transport.url(connection, WireExchange.path(call.form())));
            call.headers().forEach(post::header);
            post.header("Accept-Encoding", "identity")
                    .post(OneShotBody.json(exchange.body(request, call, id())));
            transport.send(post.build(), cancellation, exchange.reader(call, cancellation, events));
        }
    }
}
