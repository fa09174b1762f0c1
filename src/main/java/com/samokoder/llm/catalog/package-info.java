/** The known providers and models, read from data files. */
@NullMarked
package com.samokoder.llm.catalog;

import org.jspecify.annotations.NullMarked;
