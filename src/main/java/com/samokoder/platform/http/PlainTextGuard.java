package com.samokoder.platform.http;

import okhttp3.Interceptor;
import okhttp3.Response;

import java.io.IOException;
import java.util.Objects;

/** Keeps credentials off the open network: http without TLS goes to private addresses alone. */
final class PlainTextGuard implements Interceptor {
    private final AddressRules rules;

    PlainTextGuard(AddressRules rules) {
        this.rules = rules;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        if (!chain.request().isHttps()) {
            var connection = Objects.requireNonNull(chain.connection());
            if (!rules.privateAllowed() || rules.isPublic(connection.socket().getInetAddress())) {
                throw new EgressRefused();
            }
        }
        return chain.proceed(chain.request());
    }
}
