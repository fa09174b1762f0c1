/** What the user may read of the audit log: the own part. */
@NullMarked
package com.samokoder.auth.audit;

import org.jspecify.annotations.NullMarked;
