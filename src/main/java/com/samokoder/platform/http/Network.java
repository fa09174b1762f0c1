package com.samokoder.platform.http;

import java.net.InetAddress;

/** A range of addresses, such as {@code 10.0.0.0/8}. */
record Network(byte[] prefix, int bits) {

    static Network of(String cidr) {
        int slash = cidr.indexOf('/');
        var address = InetAddress.ofLiteral(cidr.substring(0, slash));
        return new Network(address.getAddress(), Integer.parseInt(cidr.substring(slash + 1)));
    }

    boolean holds(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (address[i] != prefix[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        if (rest == 0) {
            return true;
        }
        int shift = Byte.SIZE - rest;
        return (address[whole] & 0xFF) >> shift == (prefix[whole] & 0xFF) >> shift;
    }
}
