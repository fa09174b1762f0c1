/** The published description of the API, and the page that shows it. */
@NullMarked
package com.samokoder.platform.web.openapi;

import org.jspecify.annotations.NullMarked;
