package com.samokoder.runs;

import com.samokoder.agents.Crew;
import com.samokoder.agents.Pipeline;
import com.samokoder.files.ProjectFiles;
import com.samokoder.files.checks.ProjectChecks;
import com.samokoder.gateway.LlmGateway;
import com.samokoder.projects.ProjectAccess;

import io.opentelemetry.api.trace.Tracer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

@Configuration(proxyBeanMethods = false)
class RunsConfiguration {
    private final RunsProperties properties;
    private final Tracer tracer;

    RunsConfiguration(RunsProperties properties, Tracer tracer) {
        this.properties = properties;
        this.tracer = tracer;
    }

    @Bean
    RunWalk.Workshop workshop(
            Pipeline pipeline,
            Crew crew,
            LlmGateway gateway,
            ProjectAccess projects,
            ProjectFiles files,
            ProjectChecks checks,
            Clock clock) {
        return new RunWalk.Workshop(
                pipeline,
                crew,
                gateway,
                projects,
                files,
                checks,
                clock,
                tracer,
                properties.parallel());
    }
}
