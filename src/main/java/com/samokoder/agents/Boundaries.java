package com.samokoder.agents;

import com.samokoder.platform.time.Ids;

import org.springframework.stereotype.Component;

/** Words that no file holds by chance. */
@Component
class Boundaries {
    private final Ids ids;

    Boundaries(Ids ids) {
        this.ids = ids;
    }

    String next() {
        return "%08x".formatted((int) ids.next().getLeastSignificantBits());
    }
}
