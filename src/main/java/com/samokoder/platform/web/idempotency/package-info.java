/** Requests that are carried out once, however often they are sent. */
@NullMarked
package com.samokoder.platform.web.idempotency;

import org.jspecify.annotations.NullMarked;
