/** Between the wire forms of OpenAI and Anthropic, in both directions. */
@NullMarked
package com.samokoder.llm.translate;

import org.jspecify.annotations.NullMarked;
