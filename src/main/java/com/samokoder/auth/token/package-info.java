/** Access tokens for machines: made, listed, revoked, recognised. */
@NullMarked
package com.samokoder.auth.token;

import org.jspecify.annotations.NullMarked;
