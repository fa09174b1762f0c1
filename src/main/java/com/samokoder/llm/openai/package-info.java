/** Chat completions as OpenAI defined them, and what each provider makes of them. */
@NullMarked
package com.samokoder.llm.openai;

import org.jspecify.annotations.NullMarked;
