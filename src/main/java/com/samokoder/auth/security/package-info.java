/** What stands between a request and the controllers: who is calling, and whether they may. */
@NullMarked
package com.samokoder.auth.security;

import org.jspecify.annotations.NullMarked;
