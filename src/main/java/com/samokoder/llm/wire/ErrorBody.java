package com.samokoder.llm.wire;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * An error body taken apart, whoever wrote it. It lives as long as the classification takes and is
 * neither kept nor printed: bodies may quote credentials.
 *
 * @param words code words in lower case, the most telling first
 * @param message in lower case, cut
 * @param original the message as it was written; empty for a body that is no JSON
 * @param status a status inside the body; 0 for none
 * @param retryDelay Google's {@code RetryInfo}
 */
record ErrorBody(
        List<String> words,
        String message,
        String original,
        int status,
        @Nullable Duration retryDelay) {
    private static final int MAX_MESSAGE = 4096;
    private static final List<String> WORD_FIELDS = List.of("code", "type", "status");
    private static final Set<String> ENVELOPES = Set.of("error", "object");

    /** Whether the document reports a failure. */
    static boolean isError(JsonNode root) {
        var error = root.path("error");
        return error.isObject() && !error.isEmpty()
                || error.isString()
                || root.path("object").asString("").equals("error")
                || root.path("type").asString("").equals("error")
                || root.isArray() && root.size() > 0 && isError(root.path(0));
    }

    static ErrorBody of(JsonNode document) {
        var root = document.isArray() ? document.path(0) : document;
        var error = root.path("error");
        if (error.isObject()) {
            return of(error, root);
        }
        return error.isString() ? ofText(root, error.asString()) : of(root, root);
    }

    /** A body that is no JSON. */
    static ErrorBody ofText(String text) {
        return new ErrorBody(List.of(), cut(text), "", 0, null);
    }

    private static ErrorBody ofText(JsonNode root, String message) {
        var words = new ArrayList<String>();
        addWords(words, root);
        return new ErrorBody(words, cut(message), message, statusIn(root), null);
    }

    private static ErrorBody of(JsonNode error, JsonNode root) {
        var words = new ArrayList<String>();
        add(words, error.path("metadata").path("error_type"));
        add(words, error.path("details").path("error_code"));
        Duration retryDelay = null;
        for (var detail : error.path("details")) {
            add(words, detail.path("reason"));
            var delay = detail.path("retryDelay").asString("");
            retryDelay = delay.isEmpty() ? retryDelay : Durations.at(delay, 0);
        }
        addWords(words, error);
        var message = text(error.path("message")) + " " + text(error.path("detail"));
        var upstream = text(error.path("metadata").path("raw"));
        return new ErrorBody(
                words,
                cut(message + " " + upstream),
                message.strip(),
                statusIn(error, root),
                retryDelay);
    }

    private static void addWords(List<String> words, JsonNode node) {
        WORD_FIELDS.forEach(field -> add(words, node.path(field)));
    }

    private static void add(List<String> words, JsonNode value) {
        var word = value.isString() ? value.asString().toLowerCase(Locale.ROOT).strip() : "";
        if (!word.isEmpty() && !ENVELOPES.contains(word)) {
            words.add(word);
        }
    }

    private static int statusIn(JsonNode... nodes) {
        for (var node : nodes) {
            for (var field : List.of("code", "status_code", "status")) {
                int status = node.path(field).asInt(0);
                if (status >= 300 && status < 600) {
                    return status;
                }
            }
        }
        return 0;
    }

    private static String text(JsonNode node) {
        return node.isString() ? node.asString() : node.isMissingNode() ? "" : node.toString();
    }

    private static String cut(String message) {
        var shown = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
        return shown.toLowerCase(Locale.ROOT);
    }

    /** Whether the body blames the request. */
    boolean blamesRequest() {
        return words.stream().anyMatch(word -> word.startsWith("invalid_"));
    }

    @Override
    public String toString() {
        return "ErrorBody[hidden]";
    }
}
