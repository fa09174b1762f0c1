package com.samokoder.llm.demo;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The scripted provider.
 *
 * @param enabled null for yes outside production; it cannot be had in production
 * @param deltaMillis pause between two pieces of an answer
 */
@ConfigurationProperties("samokoder.demo")
record DemoProperties(@Nullable Boolean enabled, @DefaultValue("5") long deltaMillis) {}
