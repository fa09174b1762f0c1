/** A scripted provider without a model behind it. */
@NullMarked
package com.samokoder.llm.demo;

import org.jspecify.annotations.NullMarked;
