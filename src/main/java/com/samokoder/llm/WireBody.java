package com.samokoder.llm;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A JSON object as bytes, in which a few values can be exchanged without touching the rest. */
public final class WireBody {
    private static final byte[] ASK =
            "{\"include_usage\":true}".getBytes(StandardCharsets.US_ASCII);
    private static final String ASK_FIRST = "\"stream_options\":{\"include_usage\":true}";

    private final byte[] bytes;
    private final Span model;
    private final @Nullable Span streamOptions;
    private final int firstField;

    /**
     * @param model where the model's name stands, quotes included
     * @param streamOptions where the value of {@code stream_options} stands; null where absent
     * @param firstField just behind the object's opening brace
     */
    public WireBody(byte[] bytes, Span model, @Nullable Span streamOptions, int firstField) {
        this.bytes = bytes;
        this.model = model;
        this.streamOptions = streamOptions;
        this.firstField = firstField;
    }

    /** The bytes as the client sent them; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * The same request for a model as its provider spells it.
     *
     * @param members more of the object's members, as JSON
     */
    public byte[] forModel(String name, boolean askForUsage, String... members) {
        var out = new ByteArrayOutputStream(bytes.length + 96);
        out.write(bytes, 0, firstField);
        for (var member : members) {
            out.writeBytes((member + ",").getBytes(StandardCharsets.UTF_8));
        }
        if (askForUsage && streamOptions == null) {
            out.writeBytes((ASK_FIRST + ",").getBytes(StandardCharsets.UTF_8));
        }
        int from = firstField;
        boolean optionsFirst =
                askForUsage && streamOptions != null && streamOptions.start() < model.start();
        if (optionsFirst) {
            from = replace(out, from, streamOptions, ASK);
        }
        from = replace(out, from, model, quoted(name));
        if (askForUsage && !optionsFirst) {
            from = replace(out, from, streamOptions, ASK);
        }
        out.write(bytes, from, bytes.length - from);
        return out.toByteArray();
    }

    private int replace(
            ByteArrayOutputStream out, int from, @Nullable Span span, byte[] replacement) {
        if (span == null) {
            return from;
        }
        out.write(bytes, from, span.start() - from);
        out.writeBytes(replacement);
        return span.end();
    }

    private static byte[] quoted(String name) {
        var text = new StringBuilder("\"");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < ' ') {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        return text.append('"').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** From a byte to another, that one not included. */
    public record Span(int start, int end) {}
}
