/** Values that must never be printed, and the keys that seal them at rest. */
@NamedInterface("secrets")
@NullMarked
package com.samokoder.platform.secrets;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
