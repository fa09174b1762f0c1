/** The one JSON mapper. */
@NamedInterface("json")
@NullMarked
package com.samokoder.platform.json;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
