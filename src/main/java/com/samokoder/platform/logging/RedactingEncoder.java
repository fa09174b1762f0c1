package com.samokoder.platform.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;

import com.samokoder.platform.environment.Installation;

import net.logstash.logback.encoder.LogstashEncoder;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Writes lines of JSON in production and readable ones elsewhere, and redacts the finished line:
 * message, arguments, stack trace and context alike. Public because Logback makes it by its name.
 */
public final class RedactingEncoder extends EncoderBase<ILoggingEvent> {
    private static final String READABLE =
            "%d{HH:mm:ss.SSS} %-5level %-36.36logger{36} %replace([%X]){'\\[\\]', ''} %msg%n%ex";

    private String environment = "production";
    private Encoder<ILoggingEvent> lines = new LogstashEncoder();

    public void setEnvironment(String environment) {
        this.environment = environment;
    }

    @Override
    public void start() {
        boolean production = new Installation(environment, Path.of(".")).production();
        lines = production ? new LogstashEncoder() : readable();
        lines.setContext(getContext());
        lines.start();
        super.start();
    }

    private PatternLayoutEncoder readable() {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext((LoggerContext) getContext());
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(READABLE);
        return encoder;
    }

    @Override
    public void stop() {
        lines.stop();
        super.stop();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var line = new String(lines.encode(event), StandardCharsets.UTF_8);
        return Redactor.redact(line).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
