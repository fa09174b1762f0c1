/** The one HTTP client and the guard in front of it. */
@NamedInterface("http")
@NullMarked
package com.samokoder.platform.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
