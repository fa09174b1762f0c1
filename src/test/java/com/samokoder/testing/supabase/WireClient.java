package com.samokoder.testing.supabase;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends a request exactly as it is written and reads the answer exactly as it came. */
final class WireClient {
    private final int port;

    WireClient(int port) {
        this.port = port;
    }

    Received send(String method, String path, List<Map.Entry<String, String>> headers, byte[] body)
            throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
            headers.forEach(one -> head.append(one.getKey() + ": " + one.getValue() + "\r\n"));
            var out = socket.getOutputStream();
            out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            out.write(body);
            out.flush();
            return receive(new BufferedInputStream(socket.getInputStream()), method);
        }
    }

    private static Received receive(InputStream in, String method) throws IOException {
        var start = line(in).split(" ", 3);
        var headers = new LinkedHashMap<String, String>();
        for (var header = line(in); !header.isEmpty(); header = line(in)) {
            var halves = header.split(": ", 2);
            headers.put(halves[0], halves[1]);
        }
        var body = new ByteArrayOutputStream();
        if (headers.containsKey("Transfer-Encoding")) {
            for (int size = chunk(in); size > 0; size = chunk(in)) {
                body.write(in.readNBytes(size));
                line(in);
            }
        } else if (headers.containsKey("Content-Length") && !method.equals("HEAD")) {
            body.write(in.readNBytes(Integer.parseInt(headers.get("Content-Length"))));
        }
        return new Received(
                Integer.parseInt(start[1]),
                start.length > 2 ? start[2] : "",
                headers,
                body.toString(StandardCharsets.UTF_8));
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static String line(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                bytes.write(c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    record Received(int status, String reason, Map<String, String> headers, String body) {}
}
