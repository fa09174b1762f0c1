/**
 * What can be told about a project's files without running them: that they parse, that what they
 * import exists, that manifests and imports agree, and that nothing was left in them that does not
 * belong there.
 */
@NamedInterface("checks")
@NullMarked
package com.samokoder.files.checks;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
