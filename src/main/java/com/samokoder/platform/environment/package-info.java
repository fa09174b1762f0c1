/** Where this installation runs and keeps its data. */
@NamedInterface("environment")
@NullMarked
package com.samokoder.platform.environment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
