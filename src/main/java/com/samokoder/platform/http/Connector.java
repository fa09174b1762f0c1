package com.samokoder.platform.http;

import okhttp3.Dns;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes connections, and checks the address itself that each of them leads to. A name resolver is
 * no place for this: a name may change its answer between a check and its use.
 */
final class Connector {
    private final AddressRules rules;
    private final Dns dns;
    private final int timeoutMillis;
    private final SSLSocketFactory secure = (SSLSocketFactory) SSLSocketFactory.getDefault();

    Connector(HttpProperties properties, AddressRules rules, Dns dns) {
        this.rules = rules;
        this.dns = dns;
        this.timeoutMillis = Math.toIntExact(properties.connectTimeout().toMillis());
    }

    /**
     * Connects to the first address of the origin that is allowed and answers.
     *
     * @param call told of each socket before it is used, so that it can break it off
     * @throws EgressRefused where no address is allowed
     */
    OpenConnection connect(Origin origin, WatchedCall call) throws IOException {
        IOException last = null;
        for (var address : dns.lookup(origin.host())) {
            try {
                return connect(origin, address, call);
            } catch (IOException failure) {
                last = worse(last, failure);
            }
        }
        throw last == null ? new UnknownHostException(origin.host()) : last;
    }

    private OpenConnection connect(Origin origin, InetAddress address, WatchedCall call)
            throws IOException {
        if (!permits(origin, address)) {
            throw new EgressRefused();
        }
        var socket = new Socket(Proxy.NO_PROXY);
        try {
            call.uses(socket);
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, origin.port()), timeoutMillis);
            return new OpenConnection(origin, socket, origin.tls() ? shake(socket, origin) : null);
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }

    /** Credentials stay off the open network: without TLS they go to private addresses alone. */
    private boolean permits(Origin origin, InetAddress address) {
        boolean hidden = origin.tls() || rules.privateAllowed() && !rules.isPublic(address);
        return hidden && rules.permits(address);
    }

    private SSLSocket shake(Socket socket, Origin origin) throws IOException {
        var tls = (SSLSocket) secure.createSocket(socket, origin.host(), origin.port(), true);
        var parameters = tls.getSSLParameters();
        // Without this nobody compares the certificate's name.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.setSoTimeout(timeoutMillis);
        tls.startHandshake();
        tls.setSoTimeout(0);
        return tls;
    }

    /** A refusal says more than the silence of another address. */
    private static IOException worse(@Nullable IOException before, IOException failure) {
        return before instanceof EgressRefused ? before : failure;
    }
}
