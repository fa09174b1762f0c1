package com.samokoder.llm.openai;

import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.WireCall;
import com.samokoder.llm.WireForm;
import com.samokoder.llm.passage.PassThrough;
import com.samokoder.llm.passage.PassedOn;
import com.samokoder.llm.translate.ChatAsMessage;
import com.samokoder.llm.translate.MessagesToChat;
import com.samokoder.llm.translate.TranslatedAnswer;
import com.samokoder.llm.wire.AnswerJson;
import com.samokoder.llm.wire.AnswerReader;
import com.samokoder.llm.wire.FailureReader;

import tools.jackson.databind.json.JsonMapper;

import java.util.function.Consumer;

/** Clients' own requests, as these providers take them. */
final class WireExchange {
    private final AnswerJson answers;
    private final FailureReader failures;
    private final JsonMapper json;
    private final MessagesToChat messages;

    WireExchange(AnswerJson answers, FailureReader failures, JsonMapper json) {
        this.answers = answers;
        this.failures = failures;
        this.json = json;
        this.messages = new MessagesToChat(json);
    }

    byte[] body(ChatRequest request, WireCall call, String model, Quirks quirks) {
        if (call.form() == WireForm.MESSAGES) {
            var message = json.readTree(call.body().bytes());
            var chat =
                    messages.translate(message, quirks.dialect(model), request.maxOutputTokens());
            return json.writeValueAsBytes(chat);
        }
        boolean ask =
                call.form() == WireForm.CHAT_COMPLETIONS
                        && call.stream()
                        && !call.usageAsked()
                        && quirks.asksForUsage();
        boolean limited = call.writes() && call.outputAsked() == null && request.isLimited();
        return limited
                ? call.body().forModel(model, ask, limit(request, call, quirks))
                : call.body().forModel(model, ask);
    }

    /** A budget's limit, where the client named none. */
    private static String limit(ChatRequest request, WireCall call, Quirks quirks) {
        var field =
                call.form() == WireForm.RESPONSES ? "max_output_tokens" : quirks.outputLimitField();
        return "\"" + field + "\":" + request.maxOutputTokens();
    }

    AnswerReader reader(WireCall call, Cancellation cancellation, Consumer<ChatEvent> events) {
        var meter = call.form() == WireForm.RESPONSES ? new ResponsesUsage() : new ChatUsage();
        var passed = new PassedOn(call, meter, cancellation, events);
        return call.form() == WireForm.MESSAGES
                ? new TranslatedAnswer(answers, failures, json, new ChatAsMessage(json), passed)
                : new PassThrough(answers, failures, passed);
    }
}
