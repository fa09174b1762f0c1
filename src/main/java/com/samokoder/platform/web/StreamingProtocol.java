package com.samokoder.platform.web;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.Http11NioProtocol;

/**
 * HTTP with small buffers. A stream keeps its connection's buffers for as long as it lasts, and its
 * events are small: at Tomcat's own sizes two thousand streams fill a heap of 256 MB. Public since
 * Tomcat makes it by its name.
 */
public final class StreamingProtocol extends Http11NioProtocol {
    private static final int BUFFER = 2 * 1024;

    /** Of an answer that is being written: characters as well as bytes. */
    @Override
    public int getDesiredBufferSize() {
        return BUFFER;
    }

    static void shrink(Connector connector) {
        connector.setProperty("socket.appReadBufSize", Integer.toString(BUFFER));
        // A short answer with its headers leaves in one piece.
        connector.setProperty("socket.appWriteBufSize", Integer.toString(2 * BUFFER));
        // A pool would keep the buffers of the busiest minute for ever.
        connector.setProperty("socket.bufferPool", "0");
    }
}
