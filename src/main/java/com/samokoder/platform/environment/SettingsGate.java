package com.samokoder.platform.environment;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;

import java.util.List;

/** Stops the start, before anything is made, where settings are missing, weak or contradictory. */
final class SettingsGate implements EnvironmentPostProcessor, Ordered {

    /** After everything that contributes settings. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        var loader = application.getClassLoader();
        var checks = SpringFactoriesLoader.forDefaultResourceLocation(loader);
        var problems = problems(environment, checks.load(SettingsCheck.class));
        if (!problems.isEmpty()) {
            throw new WrongSettings(problems);
        }
    }

    static List<String> problems(ConfigurableEnvironment environment, List<SettingsCheck> checks) {
        var installation = Binder.get(environment).bindOrCreate("samokoder", Installation.class);
        return checks.stream()
                .flatMap(check -> check.problems(environment, installation).stream())
                .sorted()
                .toList();
    }
}
