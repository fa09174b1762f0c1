/** Finds the adapter of a provider. */
@NullMarked
package com.samokoder.llm.adapter;

import org.jspecify.annotations.NullMarked;
