package com.samokoder.llm.openai;

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

/** Clients' own requests, as these providers take them. */
final class WireExchange {
    private final AnswerJson json;
    private final FailureReader failures;

    WireExchange(AnswerJson json, FailureReader failures) {
        this.json = json;
        this.failures = failures;
    }

    byte[] body(ChatRequest request, WireCall call, String model, Quirks quirks) {
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
        return new PassThrough(json, failures, new PassedOn(call, meter, cancellation, events));
    }
}
