package com.samokoder.platform.web;

import jakarta.servlet.ServletException;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

import java.io.IOException;

/**
 * Lets handlers look at the connection. Tomcat reads ahead without waiting when it is asked how
 * much there is to read, and calls the failure of that one byte; one byte of a next request would
 * be there only once.
 */
final class ConnectionValve extends ValveBase {
    ConnectionValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var connection = request.getCoyoteRequest();
        ClientConnection probe = () -> failsToRead(connection) && failsToRead(connection);
        request.setAttribute(ClientConnection.class.getName(), probe);
        getNext().invoke(request, response);
    }

    private static boolean failsToRead(org.apache.coyote.Request connection) {
        connection.action(ActionCode.AVAILABLE, Boolean.TRUE);
        return connection.getAvailable() == 1;
    }
}
