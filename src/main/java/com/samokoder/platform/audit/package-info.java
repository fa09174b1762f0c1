/** What happened that matters to security: kept, told to its user, and never changed. */
@NamedInterface("audit")
@NullMarked
package com.samokoder.platform.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
