package com.samokoder.auth.local;

import com.samokoder.platform.secrets.Digests;

import java.util.UUID;

/** A session about to be opened, with its first refresh token. */
record Ticket(UUID session, String refreshToken) {

    byte[] refreshHash() {
        return Digests.sha256(refreshToken);
    }

    @Override
    public String toString() {
        return "Ticket[" + session + "]";
    }
}
