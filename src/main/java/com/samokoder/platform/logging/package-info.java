/** What is written down about a running service, and what never is. */
@NamedInterface("logging")
@NullMarked
package com.samokoder.platform.logging;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
