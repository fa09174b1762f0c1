/** The one port to the database and its transports. */
@NamedInterface("database")
@NullMarked
package com.samokoder.platform.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
