/** The gateway's HTTP surface: the vendors' own endpoints, for their own clients. */
@NullMarked
package com.samokoder.gateway.surface;

import org.jspecify.annotations.NullMarked;
