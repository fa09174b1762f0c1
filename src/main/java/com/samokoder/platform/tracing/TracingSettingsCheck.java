package com.samokoder.platform.tracing;

import com.samokoder.platform.environment.Installation;
import com.samokoder.platform.environment.SettingsCheck;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import java.util.List;

/** Whether a collector can be reached as it is configured. */
final class TracingSettingsCheck implements SettingsCheck {
    @Override
    public List<String> problems(Environment environment, Installation installation) {
        try {
            Binder.get(environment)
                    .bindOrCreate("samokoder.tracing", TracingProperties.class)
                    .check();
            return List.of();
        } catch (BindException notANumber) {
            return List.of("OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1");
        } catch (IllegalArgumentException badEscape) {
            return List.of("OTEL_EXPORTER_OTLP_HEADERS has a value with a broken % escape");
        } catch (IllegalStateException wrong) {
            return List.of(String.valueOf(wrong.getMessage()));
        }
    }
}
