package com.samokoder.llm.anthropic;

import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderCatalog;
import com.samokoder.llm.WireCall;
import com.samokoder.llm.WireForm;
import com.samokoder.llm.passage.PassThrough;
import com.samokoder.llm.passage.PassedOn;
import com.samokoder.llm.translate.ChatToMessages;
import com.samokoder.llm.translate.MessageAsChat;
import com.samokoder.llm.translate.TranslatedAnswer;
import com.samokoder.llm.wire.AnswerJson;
import com.samokoder.llm.wire.AnswerReader;
import com.samokoder.llm.wire.FailureReader;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.util.function.Consumer;

/** Clients' own requests, as Anthropic takes them. */
final class WireExchange {
    /** Where the catalogue does not know the model. */
    private static final long MOST_OUTPUT = 8192;

    private final AnswerJson answers;
    private final FailureReader failures;
    private final JsonMapper json;
    private final ProviderCatalog catalog;
    private final Clock clock;
    private final ChatToMessages chats;

    WireExchange(FailureReader failures, JsonMapper json, ProviderCatalog catalog, Clock clock) {
        this.answers = new AnswerJson(json);
        this.failures = failures;
        this.json = json;
        this.catalog = catalog;
        this.clock = clock;
        this.chats = new ChatToMessages(json);
    }

    static String path(WireForm form) {
        return form == WireForm.COUNT_TOKENS ? "messages/count_tokens" : "messages";
    }

    byte[] body(ChatRequest request, WireCall call, ModelId id) {
        var model = id.name();
        if (call.form() == WireForm.CHAT_COMPLETIONS) {
            var chat = json.readTree(call.body().bytes());
            long most = request.isLimited() ? request.maxOutputTokens() : mostOutput(id);
            return json.writeValueAsBytes(chats.translate(chat, model, most));
        }
        boolean limited = call.writes() && call.outputAsked() == null && request.isLimited();
        return limited
                ? call.body().forModel(model, false, "\"max_tokens\":" + request.maxOutputTokens())
                : call.body().forModel(model, false);
    }

    private long mostOutput(ModelId id) {
        return catalog.model(id).map(ProviderCatalog.Model::maxOutput).orElse(MOST_OUTPUT);
    }

    AnswerReader reader(WireCall call, Cancellation cancellation, Consumer<ChatEvent> events) {
        var meter =
                call.form() == WireForm.COUNT_TOKENS ? new CountedTokens() : new MessagesUsage();
        var passed = new PassedOn(call, meter, cancellation, events);
        if (call.form() != WireForm.CHAT_COMPLETIONS) {
            return new PassThrough(answers, failures, passed);
        }
        long created = clock.instant().getEpochSecond();
        var translation = new MessageAsChat(json, created, call.usageAsked());
        return new TranslatedAnswer(answers, failures, json, translation, passed);
    }
}
