package com.samokoder.projects;

import java.util.UUID;

public record ProjectId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
