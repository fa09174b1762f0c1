/** Turns the description of an app into a complete project, on its owner's own LLM key. */
@NullMarked
package com.samokoder;

import org.jspecify.annotations.NullMarked;
