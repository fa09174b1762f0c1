package com.samokoder.platform.ratelimit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Whom a request is counted for.
 *
 * @param user the user, or the address of somebody who is not signed in
 * @param address the client's address
 */
record Client(String user, String address) {
    private static final int SITE_PREFIX_BYTES = 8;

    static Client of(Optional<String> userId, String remoteAddress) {
        var address = "address:" + network(remoteAddress);
        return new Client(userId.map(id -> "user:" + id).orElse(address), address);
    }

    /** One subscriber owns a whole IPv6 /64 and may use a new address for every request. */
    private static String network(String address) {
        try {
            var parsed = InetAddress.ofLiteral(address);
            if (parsed instanceof Inet6Address) {
                var prefix = Arrays.copyOf(parsed.getAddress(), SITE_PREFIX_BYTES);
                return HexFormat.of().formatHex(prefix) + "/64";
            }
            return parsed.getHostAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return address;
        }
    }
}
