/** Whether the service works, for people, balancers and scrapers. */
@NullMarked
package com.samokoder.platform.web.health;

import org.jspecify.annotations.NullMarked;
