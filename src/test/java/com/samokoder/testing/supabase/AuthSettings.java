package com.samokoder.testing.supabase;

import java.time.Duration;

/**
 * How a stand-in of Supabase Auth is set up.
 *
 * @param confirmAddresses whether a new address must be confirmed
 * @param signups whether accounts can be made
 * @param mailBroken whether mails fail to leave
 * @param ahead by how much its clock is ahead of the world's
 * @param tokenCalls how many token calls one address may make
 */
public record AuthSettings(
        boolean confirmAddresses,
        boolean signups,
        boolean mailBroken,
        Duration ahead,
        int tokenCalls) {
    public static final AuthSettings DEFAULT =
            new AuthSettings(false, true, false, Duration.ZERO, Integer.MAX_VALUE);

    public AuthSettings confirmingAddresses() {
        return new AuthSettings(true, signups, mailBroken, ahead, tokenCalls);
    }

    public AuthSettings withoutSignups() {
        return new AuthSettings(confirmAddresses, false, mailBroken, ahead, tokenCalls);
    }

    public AuthSettings withBrokenMail() {
        return new AuthSettings(confirmAddresses, signups, true, ahead, tokenCalls);
    }

    public AuthSettings ahead(Duration by) {
        return new AuthSettings(confirmAddresses, signups, mailBroken, by, tokenCalls);
    }

    public AuthSettings limitedTo(int calls) {
        return new AuthSettings(confirmAddresses, signups, mailBroken, ahead, calls);
    }
}
