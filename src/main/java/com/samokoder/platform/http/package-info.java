/** The ways out: to providers, behind a guard, and to one origin that the operator named. */
@NamedInterface("http")
@NullMarked
package com.samokoder.platform.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
