package com.samokoder.gateway;

import com.samokoder.llm.ModelId;
import com.samokoder.llm.TokenUsage;
import com.samokoder.platform.time.Ids;
import com.samokoder.usage.UsageLedger;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/** Writes the attempts of one wish into the ledger, and tells the wisher after each. */
final class Bookkeeping {
    private final UsageLedger ledger;
    private final Ids ids;
    private final ModelWish wish;
    private final @Nullable UUID keyId;

    Bookkeeping(UsageLedger ledger, Ids ids, ModelWish wish, @Nullable UUID keyId) {
        this.ledger = ledger;
        this.ids = ids;
        this.wish = wish;
        this.keyId = keyId;
    }

    void write(ModelId model, TokenUsage usage, String outcome, long millis) {
        var call =
                new UsageLedger.Call(
                        ids.next(),
                        model,
                        keyId,
                        wish.projectId(),
                        wish.runId(),
                        wish.step(),
                        wish.agent(),
                        null,
                        usage,
                        outcome,
                        millis);
        var cost = ledger.record(wish.user(), call);
        wish.onCall().spent(model, usage, cost);
    }
}
