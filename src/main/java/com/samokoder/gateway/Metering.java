package com.samokoder.gateway;

import com.samokoder.llm.ChatModel;
import com.samokoder.llm.TokenCounting;
import com.samokoder.platform.time.Ids;
import com.samokoder.usage.UsageLedger;

import org.springframework.stereotype.Component;

import java.time.Clock;

/** Puts the meter around a model. */
@Component
class Metering {
    private final UsageLedger ledger;
    private final TokenCounting tokens;
    private final Ids ids;
    private final Clock clock;

    Metering(UsageLedger ledger, TokenCounting tokens, Ids ids, Clock clock) {
        this.ledger = ledger;
        this.tokens = tokens;
        this.ids = ids;
        this.clock = clock;
    }

    ChatModel metered(ChatModel model, ModelWish wish, Route route) {
        var key = route.key();
        var keyId = key == null ? null : key.id().value();
        return new MeteredModel(model, new Bookkeeping(ledger, ids, wish, keyId), tokens, clock);
    }
}
