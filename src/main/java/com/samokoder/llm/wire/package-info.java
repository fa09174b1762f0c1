/**
 * What the providers' wire formats have in common: event streams, failures, waiting times, token
 * counts.
 */
@NullMarked
package com.samokoder.llm.wire;

import org.jspecify.annotations.NullMarked;
