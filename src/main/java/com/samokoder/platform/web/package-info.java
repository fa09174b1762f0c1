/** Conventions every endpoint shares: problems, request ids, pagination, idempotency. */
@NamedInterface("web")
@NullMarked
package com.samokoder.platform.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
