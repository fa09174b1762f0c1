package com.samokoder.platform.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** Which addresses the service may connect to. Decided on bytes, never on text. */
final class AddressRules {
    private static final int V4_BYTES = 4;

    /** Cloud metadata and host agents: whoever reaches them may become the machine. */
    private static final List<Network> METADATA =
            List.of(
                    Network.of("169.254.0.0/16"),
                    Network.of("100.100.100.200/32"),
                    Network.of("168.63.129.16/32"),
                    Network.of("192.0.0.192/32"),
                    Network.of("fe80::/10"),
                    Network.of("fd00:ec2::/32"));

    private static final List<Network> NOT_PUBLIC =
            List.of(
                    Network.of("0.0.0.0/8"),
                    Network.of("10.0.0.0/8"),
                    Network.of("100.64.0.0/10"),
                    Network.of("127.0.0.0/8"),
                    Network.of("172.16.0.0/12"),
                    Network.of("192.0.0.0/24"),
                    Network.of("192.0.2.0/24"),
                    Network.of("192.168.0.0/16"),
                    Network.of("198.18.0.0/15"),
                    Network.of("198.51.100.0/24"),
                    Network.of("203.0.113.0/24"),
                    Network.of("224.0.0.0/4"),
                    Network.of("240.0.0.0/4"),
                    Network.of("::/96"),
                    Network.of("64:ff9b:1::/48"),
                    Network.of("100::/64"),
                    Network.of("2001:db8::/32"),
                    Network.of("3fff::/20"),
                    Network.of("5f00::/16"),
                    Network.of("fc00::/7"),
                    Network.of("fec0::/10"),
                    Network.of("ff00::/8"));

    /** IPv6 forms that carry an IPv4 address, and where in their bytes they carry it. */
    private static final List<Carrier> CARRIERS =
            List.of(
                    new Carrier(Network.of("::/96"), 12),
                    new Carrier(Network.of("::ffff:0:0:0/96"), 12),
                    new Carrier(Network.of("64:ff9b::/96"), 12),
                    new Carrier(Network.of("2002::/16"), 2));

    private static final Network TEREDO = Network.of("2001::/32");

    private final boolean allowPrivate;

    AddressRules(boolean allowPrivate) {
        this.allowPrivate = allowPrivate;
    }

    boolean permits(InetAddress address) {
        var bytes = embedded(address.getAddress());
        if (METADATA.stream().anyMatch(network -> network.holds(bytes))) {
            return false;
        }
        return allowPrivate || isPublic(address);
    }

    boolean privateAllowed() {
        return allowPrivate;
    }

    boolean isPublic(InetAddress address) {
        return switch (address) {
            case Inet4Address v4 -> isPublic(v4.getAddress());
            case Inet6Address v6 -> !TEREDO.holds(v6.getAddress()) && isPublic(v6.getAddress());
            default -> false;
        };
    }

    private static boolean isPublic(byte[] bytes) {
        var carried = embedded(bytes);
        return Stream.concat(METADATA.stream(), NOT_PUBLIC.stream())
                .noneMatch(network -> network.holds(bytes) || network.holds(carried));
    }

    private static byte[] embedded(byte[] bytes) {
        for (var carrier : CARRIERS) {
            if (carrier.network().holds(bytes)) {
                var v4 = new byte[V4_BYTES];
                System.arraycopy(bytes, carrier.offset(), v4, 0, V4_BYTES);
                return v4;
            }
        }
        return bytes;
    }

    private record Carrier(Network network, int offset) {}
}
