package com.samokoder.runs;

import java.util.UUID;

record RunId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
