/**
 * Bugs planted into copies of the models, to prove that hunts catch them.
 *
 * <p>The sources of {@code src/main} are read, changed in a line or two, compiled in memory and loaded beside the true
 * ones; each change is dormant until its bug is switched on. Start reading at {@code Bugs}, where they are listed.
 */
@NullMarked
package dev.quorate.planted;

import org.jspecify.annotations.NullMarked;
