/** The account: sign-up, sign-in, profile, deletion, whoever keeps the users. */
@NullMarked
package com.samokoder.auth.identity;

import org.jspecify.annotations.NullMarked;
