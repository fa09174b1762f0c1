package com.samokoder.platform.http;

import okhttp3.HttpUrl;

/** Where connections lead to. */
record Origin(boolean tls, String host, int port) {

    static Origin of(HttpUrl url) {
        return new Origin(url.isHttps(), url.host(), url.port());
    }

    /** As it stands in requests. */
    String hostHeader() {
        var name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == HttpUrl.defaultPort(tls ? "https" : "http") ? name : name + ":" + port;
    }
}
