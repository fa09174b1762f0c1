/** Checks of access tokens in JWT form, whoever issued them. */
@NullMarked
package com.samokoder.auth.jwt;

import org.jspecify.annotations.NullMarked;
