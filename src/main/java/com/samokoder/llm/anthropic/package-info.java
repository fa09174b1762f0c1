/** Anthropic's Messages. */
@NullMarked
package com.samokoder.llm.anthropic;

import org.jspecify.annotations.NullMarked;
