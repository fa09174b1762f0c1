package com.samokoder.auth.supabase;

import com.samokoder.platform.supabase.OnSupabase;

import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import java.util.Optional;

/** Where the request being served comes from, by the trusted proxies' word. */
@OnSupabase
@Component
final class ClientAddress {
    /** Empty outside of a request. */
    Optional<String> current() {
        return RequestContextHolder.getRequestAttributes()
                        instanceof ServletRequestAttributes attributes
                ? Optional.of(attributes.getRequest().getRemoteAddr())
                : Optional.empty();
    }
}
