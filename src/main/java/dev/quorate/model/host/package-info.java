/**
 * A host: how long it takes to boot, how its disk, clock and processor behave; its service manager is below.
 *
 * <p>The engine applies these; protocols never see them. Knows no protocol. Start reading at {@link
 * dev.quorate.model.host.HostSettings}.
 */
@NullMarked
package dev.quorate.model.host;

import org.jspecify.annotations.NullMarked;
