package com.samokoder.llm.openai;

import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderConnection;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.llm.WireCall;
import com.samokoder.llm.WireForm;
import com.samokoder.llm.adapter.ProviderAdapter;
import com.samokoder.llm.wire.AnswerJson;
import com.samokoder.llm.wire.DocumentReader;
import com.samokoder.llm.wire.FailureReader;
import com.samokoder.llm.wire.OutputTally;
import com.samokoder.llm.wire.ProviderTransport;
import com.samokoder.llm.wire.TokenCounter;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.http.OneShotBody;

import okhttp3.Request;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Every provider that speaks chat completions. */
public final class OpenAiCompatible implements ProviderAdapter {
    private static final Set<String> PROVIDERS =
            Set.of(
                    "openai",
                    "openrouter",
                    "groq",
                    "gemini",
                    "deepseek",
                    "mistral",
                    "xai",
                    "together",
                    "ollama",
                    "lmstudio",
                    "vllm",
                    "custom");

    /** Gemini lists its models under this, and accepts them without. */
    private static final String RESOURCE_PREFIX = "models/";

    private final ProviderTransport transport;
    private final FailureReader failures;
    private final TokenCounter counter;
    private final AnswerJson json;
    private final ChatCompletionBody bodies;
    private final WireExchange exchange;

    public OpenAiCompatible(
            ProviderTransport transport,
            FailureReader failures,
            TokenCounter counter,
            JsonMapper json) {
        this.transport = transport;
        this.failures = failures;
        this.counter = counter;
        this.json = new AnswerJson(json);
        this.bodies = new ChatCompletionBody(json);
        this.exchange = new WireExchange(this.json, failures, json);
    }

    @Override
    public boolean serves(String provider) {
        return PROVIDERS.contains(provider);
    }

    @Override
    public boolean serves(String provider, WireForm form) {
        return Endpoints.has(provider, form);
    }

    @Override
    public ChatModel open(ProviderConnection connection, String model) {
        return new Model(connection, model);
    }

    @Override
    public void check(ProviderConnection connection) {
        var answer = get(connection, Quirks.of(connection.provider()).checkPath());
        var remaining = answer.path("data").path("limit_remaining");
        if (remaining.isNumber() && remaining.asDouble() <= 0) {
            throw new ProviderFailure(
                    ErrorCode.PROVIDER_QUOTA_EXHAUSTED, false, 200, "key_limit", null);
        }
    }

    @Override
    public List<String> list(ProviderConnection connection) {
        var answer = get(connection, "models");
        var names = new ArrayList<String>();
        for (var model : answer.isArray() ? answer : answer.path("data")) {
            var id = model.path("id").asString("");
            if (!id.isEmpty()) {
                names.add(
                        id.startsWith(RESOURCE_PREFIX)
                                ? id.substring(RESOURCE_PREFIX.length())
                                : id);
            }
        }
        return List.copyOf(names);
    }

    private JsonNode get(ProviderConnection connection, String path) {
        var reader = new DocumentReader(json, failures);
        transport.send(request(connection, path).build(), new Cancellation(), reader);
        return reader.document();
    }

    private Request.Builder request(ProviderConnection connection, String path) {
        var request = new Request.Builder().url(transport.url(connection, path));
        Quirks.of(connection.provider()).headers().forEach(request::header);
        var key = connection.apiKey();
        if (key != null) {
            request.header("Authorization", "Bearer " + transport.headerValue(key));
        }
        return request;
    }

    private final class Model implements ChatModel {
        private final ProviderConnection connection;
        private final ModelId id;

        Model(ProviderConnection connection, String name) {
            this.connection = connection;
            this.id = new ModelId(connection.provider(), name);
        }

        @Override
        public ModelId id() {
            return id;
        }

        @Override
        public void stream(
                ChatRequest request, Cancellation cancellation, Consumer<ChatEvent> events) {
            var wire = request.wire();
            if (wire != null) {
                passOn(request, wire, cancellation, events);
                return;
            }
            var body = bodies.write(request, id.name(), Quirks.of(id.provider()));
            var post =
                    request(connection, "chat/completions")
                            .header("Accept", "text/event-stream")
                            // A compressed stream would wait in the compressor's buffer.
                            .header("Accept-Encoding", "identity")
                            .post(OneShotBody.json(body))
                            .build();
            var tally = new OutputTally(counter, request);
            transport.send(
                    post,
                    cancellation,
                    new ChatCompletionReader(json, failures, tally, cancellation, events));
        }

        private void passOn(
                ChatRequest request,
                WireCall call,
                Cancellation cancellation,
                Consumer<ChatEvent> events) {
            var body = exchange.body(request, call, id.name(), Quirks.of(id.provider()));
            var post =
                    request(connection, Endpoints.path(call.form()))
                            .header("Accept-Encoding", "identity")
                            .post(OneShotBody.json(body))
                            .build();
            transport.send(post, cancellation, exchange.reader(call, cancellation, events));
        }
    }
}
