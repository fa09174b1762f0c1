package com.samokoder.llm.anthropic;

import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.WireCall;
import com.samokoder.llm.WireForm;
import com.samokoder.llm.passage.PassThrough;
import com.samokoder.llm.passage.PassedOn;
import com.samokoder.llm.wire.AnswerJson;
import com.samokoder.llm.wire.AnswerReader;
import com.samokoder.llm.wire.FailureReader;

import java.util.function.Consumer;

/** Clients' own requests, as Anthropic takes them. */
final class WireExchange {
    private final AnswerJson json;
    private final FailureReader failures;

    WireExchange(AnswerJson json, FailureReader failures) {
        this.json = json;
        this.failures = failures;
    }

    static String path(WireForm form) {
        return form == WireForm.COUNT_TOKENS ? "messages/count_tokens" : "messages";
    }

    byte[] body(ChatRequest request, WireCall call, String model) {
        boolean limited = call.writes() && call.outputAsked() == null && request.isLimited();
        return limited
                ? call.body().forModel(model, false, "\"max_tokens\":" + request.maxOutputTokens())
                : call.body().forModel(model, false);
    }

    AnswerReader reader(WireCall call, Cancellation cancellation, Consumer<ChatEvent> events) {
        var meter =
                call.form() == WireForm.COUNT_TOKENS ? new CountedTokens() : new MessagesUsage();
        return new PassThrough(json, failures, new PassedOn(call, meter, cancellation, events));
    }
}
