package com.samokoder.platform.logging;

import io.sentry.Breadcrumb;
import io.sentry.SentryBaseEvent;
import io.sentry.SentryEvent;
import io.sentry.protocol.Message;
import io.sentry.protocol.Request;
import io.sentry.protocol.SentryException;
import io.sentry.protocol.SentryTransaction;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets to Sentry what is on a list and nothing else: the redacted message, exceptions and
 * breadcrumbs, where in the code it was, the request's method, and our own ids.
 */
final class SentryEvents {
    private static final Set<String> CONTEXTS = Set.of("trace", "runtime");
    private static final Set<String> IDS =
            Set.of("request_id", "user_id", "project_id", "run_id", "step_id");
    private static final String MDC = "MDC";

    private SentryEvents() {}

    static SentryEvent reduce(SentryEvent event) {
        common(event);
        event.setMessage(reduce(event.getMessage()));
        event.setModules(null);
        event.setThreads(null);
        var exceptions = event.getExceptions();
        if (exceptions != null) {
            exceptions.forEach(SentryEvents::reduce);
        }
        return event;
    }

    static SentryTransaction reduce(SentryTransaction transaction) {
        common(transaction);
        transaction.getSpans().forEach(span -> span.setData(Map.of()));
        return transaction;
    }

    /** Data of breadcrumbs holds headers, queries and arguments: it stays here. */
    static Breadcrumb reduce(Breadcrumb breadcrumb) {
        var reduced = new Breadcrumb(breadcrumb.getTimestamp());
        var message = breadcrumb.getMessage();
        reduced.setMessage(message == null ? null : Redactor.redact(message));
        reduced.setCategory(breadcrumb.getCategory());
        reduced.setLevel(breadcrumb.getLevel());
        reduced.setType(breadcrumb.getType());
        return reduced;
    }

    private static void common(SentryBaseEvent event) {
        event.setTags(ids(event));
        event.setExtras(null);
        event.setUser(null);
        event.setServerName(null);
        event.setRequest(reduce(event.getRequest()));
        Set.copyOf(event.getContexts().entrySet()).stream()
                .map(Map.Entry::getKey)
                .filter(name -> !CONTEXTS.contains(name))
                .forEach(event.getContexts()::remove);
        var breadcrumbs = event.getBreadcrumbs();
        if (breadcrumbs != null) {
            event.setBreadcrumbs(breadcrumbs.stream().map(SentryEvents::reduce).toList());
        }
    }

    private static @Nullable Map<String, String> ids(SentryBaseEvent event) {
        if (!(event.getContexts().get(MDC) instanceof Map<?, ?> context)) {
            return null;
        }
        return context.entrySet().stream()
                .filter(entry -> IDS.contains(String.valueOf(entry.getKey())))
                .collect(
                        Collectors.toMap(
                                entry -> String.valueOf(entry.getKey()),
                                entry -> Redactor.redact(String.valueOf(entry.getValue()))));
    }

    private static @Nullable Request reduce(@Nullable Request request) {
        if (request == null) {
            return null;
        }
        var reduced = new Request();
        reduced.setMethod(request.getMethod());
        return reduced;
    }

    /** The pattern without its arguments would still be filled in by Sentry: only the text goes. */
    private static @Nullable Message reduce(@Nullable Message message) {
        if (message == null) {
            return null;
        }
        var formatted = message.getFormatted();
        var text = formatted == null ? message.getMessage() : formatted;
        var reduced = new Message();
        reduced.setFormatted(text == null ? null : Redactor.redact(text));
        return reduced;
    }

    private static void reduce(SentryException exception) {
        var value = exception.getValue();
        exception.setValue(value == null ? null : Redactor.redact(value));
        exception.setMechanism(null);
        var trace = exception.getStacktrace();
        if (trace != null && trace.getFrames() != null) {
            List.copyOf(trace.getFrames()).forEach(frame -> frame.setVars(null));
        }
    }
}
