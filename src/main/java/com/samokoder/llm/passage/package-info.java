/** Answers in the clients' own wire forms, passed through as they come. */
@NullMarked
package com.samokoder.llm.passage;

import org.jspecify.annotations.NullMarked;
