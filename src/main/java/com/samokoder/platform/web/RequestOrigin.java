package com.samokoder.platform.web;

import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import java.util.Optional;

/**
 * Where the request being served comes from.
 *
 * @param address the client's, by the trusted proxies' word
 */
public record RequestOrigin(String address, @Nullable String requestId) {

    /** Empty outside of a request. */
    public static Optional<RequestOrigin> current() {
        return RequestContextHolder.getRequestAttributes()
                        instanceof ServletRequestAttributes attributes
                ? Optional.of(
                        new RequestOrigin(
                                attributes.getRequest().getRemoteAddr(),
                                RequestIdFilter.idOf(attributes.getRequest())))
                : Optional.empty();
    }
}
