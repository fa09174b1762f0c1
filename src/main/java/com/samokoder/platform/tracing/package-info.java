/** Traces for an OpenTelemetry collector, where one is configured. */
@NamedInterface("tracing")
@NullMarked
package com.samokoder.platform.tracing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
