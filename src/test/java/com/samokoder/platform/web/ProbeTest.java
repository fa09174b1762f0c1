package com.samokoder.platform.web;

import com.samokoder.testing.ServiceTest;

import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.TestPropertySource;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The whole service with {@link Probe}'s endpoints. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ServiceTest
@Import(Probe.class)
@ActiveProfiles(Probe.PROFILE)
@TestPropertySource(
        properties = {
            "samokoder.web.cors-origins=https://app.example.com",
            "samokoder.metrics.token=scraper-token-of-the-test",
            "samokoder.web.body-limits[0].prefix=/probe/large",
            "samokoder.web.body-limits[0].limit=3MB"
        })
@interface ProbeTest {}
